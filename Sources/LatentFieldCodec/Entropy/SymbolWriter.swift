import Codec
import EntropyCoding
import RealModule

/// Chooses a strip's symbols and writes them. The inverse of `SymbolReader`.
///
/// With λ = 0 a latent goes to its nearest level. Otherwise each symbol, in
/// coding order, is that of the nearest level, the next one towards 0, or 0,
/// whichever has the least weighted squared error + λ · bits under the very
/// table that codes it, in units of the step. Means also make up for what
/// those before them missed (`ErrorFeedback`).
struct SymbolWriter: FieldCoder {
  /// The squared errors in the latents, weighted and with what was carried
  /// into them, in squared steps.
  private(set) var error = 0.0
  private let tables: ScaleTables
  private let lagrange: Float
  private let weights: [Float]
  private var feedback: ErrorFeedback
  /// Wanted values in steps, [rows, width, channels] of the picture.
  private let wanted: [Float]
  private let firstRow: Int
  private let width: Int
  private let channels: Int
  private var encoder = RangeEncoder()

  /// The largest |k| that is written.
  private static let limit: Float = 0x1p19

  init(
    _ model: FieldModel, wanted: [Float], firstRow: Int, width: Int,
    lagrange: Double
  ) {
    tables = model.tables
    self.lagrange = Float(lagrange)
    weights = model.weights
    feedback = ErrorFeedback(shares: model.feedback, width: width)
    self.wanted = wanted
    self.firstRow = firstRow
    self.width = width
    channels = model.channels
  }

  mutating func symbol(
    _ place: FieldPlace, table: Int, scale: Int, mean: Int, dither: Int
  ) throws(RDCError) -> Int {
    let index =
      ((firstRow + place.y) * width + place.x) * channels + place.channel
    let value = wanted[index] + feedback.carried(to: place)
    // k − offset is what the decoder gets, in steps.
    let offset = Float(dither - mean) / 64
    let nearest = (value + offset).rounded()
    var k = Int(min(max(nearest, -Self.limit), Self.limit))
    let weight = weights[place.channel]
    var distance = Float(k) - offset - value
    if k != 0, lagrange > 0 {
      var least =
        weight * distance * distance
        + lagrange * bits(of: k, table, scale, dither)
      let candidates = (k > 0 ? k - 1 : k + 1, 0)
      for candidate in [candidates.0, candidates.1] where candidate != k {
        let apart = Float(candidate) - offset - value
        let cost =
          weight * apart * apart
          + lagrange * bits(of: candidate, table, scale, dither)
        if cost < least {
          least = cost
          k = candidate
          distance = apart
        }
        if candidates.0 == 0 { break }
      }
    }
    error += Double(weight * distance * distance)
    feedback.miss(-distance, at: place)
    try write(k, table, scale, dither)
    return k
  }

  /// What a symbol costs.
  private func bits(
    of k: Int, _ table: Int, _ scale: Int, _ dither: Int
  ) -> Float {
    let shift = tables.shift[scale]
    let reach = tables.radius[scale]
    let cell = (k + ((1 << shift) >> 1)) >> shift
    let inner = min(max(cell, -reach - 1), reach + 1)
    let part = tables.interval(table, scale, inner, dither: dither)
    guard part.high > part.low else { return .infinity }
    var bits = 16 + Float(shift) - .log2(Float(part.high - part.low))
    if abs(cell) > reach {
      bits += Float(
        EscapeCode.magnitudeBitCount(UInt32(abs(cell) - reach - 1)))
    }
    return bits
  }

  private mutating func write(
    _ k: Int, _ table: Int, _ scale: Int, _ dither: Int
  ) throws(RDCError) {
    let shift = tables.shift[scale]
    let reach = tables.radius[scale]
    let cell = (k + ((1 << shift) >> 1)) >> shift
    let inner = min(max(cell, -reach - 1), reach + 1)
    let part = tables.interval(table, scale, inner, dither: dither)
    guard part.high > part.low else {
      throw .codec(
        LatentFieldError.model(reason: "a symbol of table \(table) has no part")
      )
    }
    encoder.encode(
      start: UInt32(bitPattern: part.low),
      size: UInt32(bitPattern: part.high - part.low))
    if abs(cell) > reach {
      EscapeCode.encode(UInt32(abs(cell) - reach - 1), into: &encoder)
    }
    if shift > 0 {
      let low = k - ((cell << shift) - (1 << (shift - 1)))
      encoder.encodeBits(UInt32(low), count: shift)
    }
  }

  /// Closes the payload.
  consuming func finish() -> RangePayload { encoder.finish() }
}
