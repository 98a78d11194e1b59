import Codec
import Container
import NeuralInference
import PictureFiles
import RealModule

/// Writes a photo as a `.rdc` file. `LatentFieldDecoder` is its inverse.
public struct LatentFieldEncoder: Sendable {
  private let model: FieldModel
  private let analysis: FieldAnalysis
  private var options: LatentFieldOptions
  private let execution: Execution

  /// An encoder for one model of photos.
  public init(
    model: Model, options: LatentFieldOptions = LatentFieldOptions(),
    execution: Execution
  ) throws(RDCError) {
    self.model = try FieldModel(model)
    analysis = try FieldAnalysis(self.model)
    self.options = options
    self.execution = execution
  }

  /// The same encoder for another rate.
  public func at(_ rate: LatentFieldOptions.Rate) -> LatentFieldEncoder {
    var encoder = self
    encoder.options.rate = rate
    return encoder
  }

  /// Encodes a picture of any size.
  ///
  /// Gray stays gray. For a rate in bits or bytes the quality is searched for
  /// on files as they come out: the largest one that is not above the target,
  /// unless only the next one is within 2 % of it. Where the best quality has
  /// fewer bytes than asked for, that is the result; see
  /// ``LatentFieldEncoding/isOnTarget``.
  ///
  /// - Parameter progress: called with the files tried so far.
  /// - Throws: ``LatentFieldError/sizeTooSmall(asked:least:)`` inside
  ///   ``RDCError/photo(_:)`` if no quality gives so few bytes.
  public func encode(
    _ picture: Picture, progress: @Sendable (Int) -> Void = { _ in }
  ) throws(RDCError) -> LatentFieldEncoding {
    do { try picture.validate() } catch { throw .image(error) }
    try options.limits.check(width: picture.width, height: picture.height)
    let geometry = FieldGeometry(
      width: picture.width, height: picture.height, block: model.field.block)
    let plan = StripPlan(rows: geometry.rows, columns: geometry.columns)
    try options.limits.checkMemory(
      geometry.memory(
        contexts: model.contexts, plan: plan, threads: execution.threads,
        samples: picture.colorSpace.channels + (picture.alpha == nil ? 0 : 1),
        encodes: true))
    let sections =
      FieldSections.sections(of: picture, strip: options.stripsMetadata)
      + (try StatedLabel.sections(
        of: picture, model: model, execution: execution))
    var tried = 0
    func encode(
      _ quality: Int, for target: Int?
    ) throws(RDCError) -> LatentFieldEncoding {
      let encoding = try self.encode(
        picture, geometry, plan, sections, quality, target: target)
      tried += 1
      progress(tried)
      return encoding
    }
    func search(_ target: Int) throws(RDCError) -> LatentFieldEncoding {
      try self.search(target) { quality throws(RDCError) in
        try encode(quality, for: target)
      }
    }
    switch options.rate {
    case .quality(let quality):
      guard !quality.isNaN else {
        throw .codec(LatentFieldError.rate("quality \(quality)"))
      }
      let share = min(max(quality, 0), 100) / 100
      return try encode(
        Int((share * Double(model.lastQuality)).rounded()), for: nil)
    case .bitsPerPixel(let bits):
      // Beyond 2^32 bits a pixel lies no file either, but no overflow.
      guard bits > 0, bits <= 0x1p32 else {
        throw .codec(LatentFieldError.rate("\(bits) bits a pixel"))
      }
      let pixels = Double(picture.width * picture.height)
      return try search(Int((bits * pixels / 8).rounded()))
    case .bytes(let bytes):
      guard bytes > 0 else {
        throw .codec(LatentFieldError.rate("\(bytes) bytes"))
      }
      return try search(bytes)
    }
  }

  /// How far a file may be from its target.
  static let tolerance = 0.02

  /// The quality whose file comes nearest to a size.
  private func search(
    _ target: Int, _ encode: (Int) throws(RDCError) -> LatentFieldEncoding
  ) throws(RDCError) -> LatentFieldEncoding {
    var (low, high) = (0, model.lastQuality)
    var below = try encode(low)
    guard below.bytes.count <= target else {
      if Double(below.bytes.count) <= Double(target) * (1 + Self.tolerance) {
        return below
      }
      throw .codec(
        LatentFieldError.sizeTooSmall(asked: target, least: below.bytes.count))
    }
    var above = try encode(high)
    guard above.bytes.count > target else { return above }
    var interpolates = true
    while high - low > 1 {
      var middle = (low + high) / 2
      if interpolates {
        // Sizes grow nearly geometrically with the index.
        let share =
          Self.logarithm(target, below) / Self.logarithm(above, below)
        middle = low + Int((share * Double(high - low)).rounded())
        middle = min(max(middle, low + 1), high - 1)
      }
      // Every second step halves, so that the search ends.
      interpolates.toggle()
      let found = try encode(middle)
      if found.bytes.count <= target {
        (low, below) = (middle, found)
        if Double(target - found.bytes.count) < 0.003 * Double(target) {
          return below
        }
      } else {
        (high, above) = (middle, found)
      }
    }
    let isLow =
      Double(below.bytes.count) < Double(target) * (1 - Self.tolerance)
    let isNear =
      Double(above.bytes.count) <= Double(target) * (1 + Self.tolerance)
    return isLow && isNear ? above : below
  }

  private static func logarithm(
    _ a: LatentFieldEncoding, _ b: LatentFieldEncoding
  ) -> Double {
    logarithm(a.bytes.count, b)
  }

  private static func logarithm(_ a: Int, _ b: LatentFieldEncoding) -> Double {
    max(1e-9, .log(Double(a) / Double(b.bytes.count)))
  }

  /// Encodes at one quality.
  private func encode(
    _ picture: Picture, _ geometry: FieldGeometry, _ plan: StripPlan,
    _ sections: [Section], _ quality: Int, target: Int?
  ) throws(RDCError) -> LatentFieldEncoding {
    let wanted = try analysis.latents(
      of: picture, quality: quality, execution: execution)
    let strips = try FieldSearch(
      model, quality: quality, seed: options.seed, effort: options.effort
    ).strips(
      of: wanted, geometry, plan, execution: execution
    ).map(\.payload)
    let payload = FieldPayload(
      qualityBit: quality & 1, isGray: picture.colorSpace == .gray,
      plan: plan, strips: strips
    ).serialize()
    let file: RDCFile
    do {
      file = try RDCFile(
        face: .archive(count: 1), quality: UInt8(quality >> 1),
        fingerprint: model.model.fingerprint, seed: options.seed,
        dimensions: Dimensions(width: picture.width, height: picture.height),
        sections: sections, payload: payload)
    } catch {
      throw .container(error)
    }
    return LatentFieldEncoding(
      bytes: file.serialize(), width: picture.width, height: picture.height,
      quality: 100 * Double(quality) / Double(model.lastQuality),
      targetBytes: target, payloadBytes: payload.count,
      sectionBytes: sections.reduce(0) { $0 + $1.bytes.count })
  }
}
