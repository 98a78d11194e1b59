import RDC
import TestSupport

extension FuzzTarget {
  /// Model packs: the first byte says whether the rest is a whole file, the
  /// description of a pack of digits or photos whose tensors are sound, or what is
  /// in the tensors of one of photos. A pack that is taken encodes and decodes a
  /// picture.
  static let packs = FuzzTarget(
    name: "packs",
    seeds: {
      [
        [1] + (try DescribedPack.digits.get().description),
        [2] + (try DescribedPack.photos.get().description),
        [3] + (0..<16).flatMap { [16 * $0, 0, 0, 0x7F, 0x7F] },
        [0] + ZstdFrame.compress([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]),
      ]
    },
    read: { bytes in
      let text = Array(bytes.dropFirst())
      switch (bytes.first ?? 0) % 4 {
      case 0: try use(Model(text))
      case 1: try use(Model(DescribedPack.digits.get().described(text)))
      case 2: try use(Model(DescribedPack.photos.get().described(text)))
      default: try use(Model(TinyFieldPack.bytes { fill(&$0, by: text) }))
      }
    })

  /// Fills tensors with patterns: a byte for which, and four for the pattern.
  private static func fill(
    _ builder: inout TinyFieldPack.Builder, by bytes: [UInt8]
  ) {
    builder.description["map"] = ["flat": 0.9, "look": 0.5]
    for start in stride(from: 0, to: min(bytes.count, 80) - 4, by: 5) {
      let name = TinyFieldPack.tensors[
        Int(bytes[start]) % TinyFieldPack.tensors.count]
      builder.fill(name, with: Array(bytes[start + 1..<start + 5]))
    }
  }

  /// What commands do with a pack.
  private static func use(_ model: Model) throws {
    _ = model.profile
    _ = model.json.text
    let digit = try model.profile.size.map {
      try IDXImages(
        count: 1, height: $0.height, width: $0.width,
        samples: [UInt8](repeating: 99, count: $0.height * $0.width)
      ).small()
    }
    let pictures =
      digit ?? PictureSet(FuzzModels.noise(width: 40, height: 33))
    for (setting, effort) in zip(model.profile.settings, [0, 6]) {
      let file = try Encoder(
        model: model,
        options: EncodingOptions(rate: setting.rate, effort: effort),
        execution: FuzzModels.execution
      ).encode(model.codec.admit(pictures)).bytes
      let decoder = try Decoder(
        file, models: [model], limits: FuzzModels.limits,
        execution: FuzzModels.execution)
      for head in model.heads.prefix(3) {
        _ = try? decoder.pictures(
          head: head, strength: 0.5, execution: FuzzModels.execution)
      }
      _ = try? decoder.classify(execution: FuzzModels.execution)
    }
  }
}

extension IDXImages {
  /// A set that is small enough to be tried.
  fileprivate func small() throws -> PictureSet {
    guard samples.count <= FuzzModels.readPixels else {
      throw RDCError.noPictures
    }
    return PictureSet(self)
  }
}
