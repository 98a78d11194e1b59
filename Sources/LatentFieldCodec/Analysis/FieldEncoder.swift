import Codec
import Container
import NeuralInference
import PictureFiles
import RealModule

/// Writes a picture of any size as a `.rdc` file. `FieldFile` is its inverse.
struct FieldEncoder: PictureEncoder {
  let model: FieldModel
  let analysis: FieldAnalysis
  let rates: SymbolRates
  let options: EncodingOptions
  let execution: Execution
  private let rule: MapRule?

  init(
    _ codec: LatentFieldCodec, _ options: EncodingOptions,
    _ execution: Execution
  ) throws(RDCError) {
    switch options.rate {
    case .standard, .quality, .bitsPerPixel, .bytes: break
    case .rung, .bitsPerPicture:
      throw .unsupportedRate(
        options.rate, model: codec.pack.name,
        possible: "qualities, bits a pixel, and bytes of a file")
    }
    model = try FieldModel(codec, threads: execution.threads)
    analysis = try FieldAnalysis(model)
    rates = SymbolRates(model.tables)
    rule = model.maps == nil ? nil : model.field.map.map(MapRule.init)
    self.options = options
    self.execution = execution
  }

  /// About how many files a search for a size tries.
  private static let usualTries = 12

  /// Encodes a picture of any size.
  ///
  /// Gray stays gray. For a rate in bits or bytes the quality is searched for
  /// on files as they come out: the largest one that is not above the target,
  /// unless only the next one is within 2 % of it. Where the best quality has
  /// fewer bytes than asked for, that is the result; see
  /// ``Encoding/isOnTarget``.
  func encode(
    _ pictures: PictureSet, progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let picture = try model.codec.admit(pictures).picture(at: 0)
    try options.limits.check(width: picture.width, height: picture.height)
    let geometry = FieldGeometry(width: picture.width, height: picture.height)
    let attention =
      rule?.looks == true ? try Attention(picture, model, execution) : nil
    var statement = attention?.statement
    if statement == nil, options.states {
      statement = try Statement(of: picture, model, execution)
    }
    let reasons = rule?.reasons(in: picture, geometry, attention)
    let last = Double(model.lastQuality)
    return try encode(
      picture, map: { reasons?.map(at: Double($0) / last) },
      stating: options.states ? statement : nil, progress: progress)
  }

  /// As above, with a given map of cells of 32×32 pixels for every quality.
  func encode(
    _ picture: Picture, map: (Int) -> QualityMap?,
    stating statement: Statement? = nil,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let job = try job(picture, stating: statement)
    var tried = 0
    func encode(
      _ quality: Int, for target: Int?
    ) throws(RDCError) -> Encoding {
      let (before, files) = (tried, target == nil ? 1 : Self.usualTries)
      tried += 1
      var encoding = try self.encode(job, quality, map(quality)) {
        progress(
          Progress(before * $0.total + $0.done, of: files * $0.total))
      }
      encoding.targetBytes = target
      return encoding
    }
    func search(_ target: Int) throws(RDCError) -> Encoding {
      try self.search(target) { quality throws(RDCError) in
        try encode(quality, for: target)
      }
    }
    switch options.rate {
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
    case .quality(let quality):
      guard !quality.isNaN else {
        throw .codec(LatentFieldError.rate("quality \(quality)"))
      }
      return try encode(model.qualityIndex(quality), for: nil)
    default:
      return try encode(
        model.qualityIndex(LatentFieldCodec.standardQuality), for: nil)
    }
  }

  /// Checks the memory that a picture takes, and prepares it.
  private func job(
    _ picture: Picture, stating statement: Statement?
  ) throws(RDCError) -> Job {
    let geometry = FieldGeometry(width: picture.width, height: picture.height)
    let plan = StripPlan(
      rows: geometry.cellRows, columns: geometry.cellColumns)
    let memory = FieldMemory(
      geometry: geometry, contexts: model.fine, plan: plan,
      threads: execution.threads)
    let channels = picture.colorSpace.channels
    let isGuided = rounds > 0 && ClassifierGuide.suits(picture)
    try options.limits.checkMemory(
      memory.encoding(
        channels: channels + (picture.alpha == nil ? 0 : 1),
        analysis: analysis.memory(geometry, threads: execution.threads))
        + (isGuided ? memory.guiding(channels: channels) : 0))
    return Job(
      picture: picture, geometry: geometry, plan: plan,
      sections: FieldSections.sections(
        of: picture, strip: options.stripsMetadata)
        + (statement.map { [$0.section] } ?? []),
      guide: isGuided
        ? try ClassifierGuide(picture, stating: statement, model) : nil)
  }

  /// The quality whose file comes nearest to a size.
  private func search(
    _ target: Int, _ encode: (Int) throws(RDCError) -> Encoding
  ) throws(RDCError) -> Encoding {
    var (low, high) = (0, model.lastQuality)
    var below = try encode(low)
    guard below.bytes.count <= target else {
      if Double(below.bytes.count) <= Double(target) * (1 + Encoding.tolerance)
      {
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
      Double(below.bytes.count) < Double(target) * (1 - Encoding.tolerance)
    let isNear =
      Double(above.bytes.count) <= Double(target) * (1 + Encoding.tolerance)
    return isLow && isNear ? above : below
  }

  private static func logarithm(
    _ a: Encoding, _ b: Encoding
  ) -> Double {
    logarithm(a.bytes.count, b)
  }

  private static func logarithm(_ a: Int, _ b: Encoding) -> Double {
    max(1e-9, .log(Double(a) / Double(b.bytes.count)))
  }
}
