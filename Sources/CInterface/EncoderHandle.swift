import CRDC
import RDC
import Synchronization

/// One way to encode, and the encoders that pictures have needed so far.
final class EncoderHandle: Handle {
  private let codec: CodecHandle
  private let options: EncodingOptions
  private let named: Model?
  /// By the name of their model.
  private let encoders = Mutex<[String: Encoder]>([:])

  init(
    _ codec: CodecHandle, _ options: rdc_encode_options
  ) throws(InterfaceError) {
    guard (0...9).contains(options.effort) else {
      throw .argument("an effort of \(options.effort), not 0 to 9")
    }
    self.codec = codec
    self.options = EncodingOptions(
      rate: try Rate(options), seed: options.seed,
      effort: Int(options.effort),
      stripsMetadata: options.strips_metadata != 0,
      states: options.states_nothing == 0, limits: codec.limits)
    if let name = options.model {
      let name = String(cString: name)
      named = try library { () throws(RDCError) in
        try codec.models.named(name)
      }
    } else {
      named = nil
    }
  }

  /// Encodes pictures with the named model, or with the one that codes them.
  func encode(_ pictures: PictureSet) throws(InterfaceError) -> [UInt8] {
    try library { () throws(RDCError) in
      let (model, pictures) = try (named.map { [$0] } ?? codec.models)
        .coding(pictures)
      return try encoder(for: model).encode(pictures).bytes
    }
  }

  /// Encodes what a picture's file holds.
  func encode(file: [UInt8]) throws(InterfaceError) -> [UInt8] {
    let limits = codec.imageLimits
    return try encode(
      pictureFile { () throws(ImageError) in
        try PictureSet(file: file, limits: limits)
      })
  }

  /// What pictures may claim.
  var limits: Limits { codec.limits }

  private func encoder(for model: Model) throws(RDCError) -> Encoder {
    try encoders.withLock { known throws(RDCError) in
      if let encoder = known[model.name] { return encoder }
      let encoder = try Encoder(
        model: model, options: options, execution: codec.execution)
      known[model.name] = encoder
      return encoder
    }
  }
}

extension Rate {
  /// The rate that options ask for.
  fileprivate init(
    _ options: rdc_encode_options
  ) throws(InterfaceError) {
    let value = options.rate
    func check(
      _ range: ClosedRange<Double>, _ what: String
    ) throws(InterfaceError) {
      guard range.contains(value) else {
        throw .argument("\(what) of \(value), not \(range)")
      }
    }
    switch Int(options.rate_kind) {
    case RDC_RATE_STANDARD: self = .standard
    case RDC_RATE_QUALITY:
      try check(0...100, "a quality")
      self = .quality(value)
    case RDC_RATE_BITS_PER_PIXEL:
      try check(Double.leastNormalMagnitude...1000, "a rate")
      self = .bitsPerPixel(value)
    case RDC_RATE_BYTES:
      try check(1...0x1p40, "a size")
      self = .bytes(Int(value))
    case RDC_RATE_BITS_PER_PICTURE:
      try check(Double.leastNormalMagnitude...0x1p40, "a rate")
      self = .bitsPerPicture(value)
    case RDC_RATE_RUNG:
      try check(0...255, "a rung")
      self = .rung(Int(value))
    default: throw .argument("a rate_kind of \(options.rate_kind)")
    }
  }
}
