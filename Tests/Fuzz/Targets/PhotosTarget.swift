import RDC

extension FuzzTarget {
  /// The entropy decoder of photos, their sections and their heads: files whose
  /// checksums and fingerprints are mended.
  static let photos = FuzzTarget(
    name: "photos",
    seeds: {
      try tinyPhotos() + Seeds.files("conformance/photo", ending: ".rdc")
    },
    read: { bytes in
      let model = try FuzzModels.photos()
      try RDCFile.mended(bytes, of: model).read(
        by: model, choice: Int(bytes.last ?? 0))
    })

  /// Sound files of the small pack, gray and colour, with and without alpha.
  static func tinyPhotos() throws -> [[UInt8]] {
    let model = try FuzzModels.photos()
    var files: [[UInt8]] = []
    for (width, height) in [(1, 1), (31, 33), (64, 40), (20, 130)] {
      for quality in [0.0, 50, 100] {
        var picture = FuzzModels.noise(width: width, height: height)
        if quality == 50 {
          picture.alpha = Array(picture.samples.prefix(width * height))
        }
        files.append(
          try Encoder(
            model: model,
            options: EncodingOptions(rate: .quality(quality), effort: 0),
            execution: FuzzModels.execution
          ).encode(picture).bytes)
      }
    }
    return files
  }
}
