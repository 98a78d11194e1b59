import Codec
import EntropyCoding

/// Chooses flags and symbols in coding order, and writes them. Its decoder is
/// `SymbolReader`.
///
/// With λ = 0 a latent goes to its nearest level. Otherwise each symbol is that
/// of the nearest level, the next one towards 0, or 0, whichever has the least
/// squared error + λ · bits under the very table that codes it, in units of the
/// step; and a group is dropped, its flag lowered, where that costs less than
/// what its symbols tell is worth.
struct SymbolChooser: FieldCoder {
  private let tables: ScaleTables
  private let flags: FlagTables
  private let rates: SymbolRates
  private let lagrange: Float
  /// Wanted values in steps, [rows, width, channels] of the picture.
  private let wanted: [Float]
  private let firstRow: Int
  private let width: Int
  private let channels: Int
  private let zeros = ExclusionScratch()
  private var writer: SymbolWriter

  /// The largest |k| that is written.
  private static let limit: Float = 0x1p19
  /// A group whose latents are all nearer to their means is dropped unseen.
  private static let quiet: Float = 0.5

  init(
    _ model: FieldModel, _ rates: SymbolRates,
    _ encoder: consuming RangeEncoder, wanted: [Float], firstRow: Int,
    width: Int, channels: Int, lagrange: Double
  ) {
    tables = model.tables
    flags = model.flags
    self.rates = rates
    self.lagrange = Float(lagrange)
    self.wanted = wanted
    self.firstRow = firstRow
    self.width = width
    self.channels = channels
    writer = SymbolWriter(encoder, model)
  }

  mutating func code(
    _ context: ContextReader, group: Int, flag: Int
  ) throws(RDCError) -> Bool {
    let first =
      ((firstRow + context.y) * width + context.x) * channels
      + context.group.start
    guard !context.group.isReference else {
      context.readClasses()
      for i in 0..<context.group.size {
        _ = choose(context, group, i, wanted[first + i])
      }
      writer.write(context, group: group)
      return true
    }
    let dropped = errorIfDropped(context, first)
    if dropped.isQuiet {
      writer.lower(group: group, flag: flag)
      return false
    }
    context.readClasses()
    var (lost, bits, isRaised) = (Float(0), Float(0), false)
    for i in 0..<context.group.size {
      let chosen = choose(context, group, i, wanted[first + i])
      lost += chosen.error
      bits += chosen.bits
      let k = context.symbols[i]
      isRaised =
        isRaised || tables.cell(of: k, context.classes[i]) != 0
    }
    if isRaised, lagrange > 0 {
      _ = zeros.fill(context, group, tables)
      let chance = Float(flags.chance(group: group, flag))
      // What the flag costs more if raised, less what it gives back.
      let told =
        bits + SymbolRates.log2((65536 - chance) / chance)
        + SymbolRates.log2(1 - zeros.allZero)
      isRaised = lost + lagrange * told < dropped.error
    }
    if isRaised {
      writer.raise(context, group: group, flag: flag)
    } else {
      writer.lower(group: group, flag: flag)
    }
    return isRaised
  }

  /// The squared error of a group whose flag is lowered, and whether nothing
  /// in it is worth a look.
  private func errorIfDropped(
    _ context: ContextReader, _ first: Int
  ) -> (error: Float, isQuiet: Bool) {
    var (sum, most) = (Float(0), Float(0))
    for i in 0..<context.group.size {
      let value = wanted[first + i] - Float(context.means[i]) / 64
      sum += value * value
      most = max(most, abs(value))
    }
    return (sum, most < Self.quiet)
  }

  /// Chooses a symbol, and puts it where the context has its symbols.
  private func choose(
    _ context: ContextReader, _ group: Int, _ channel: Int, _ value: Float
  ) -> (error: Float, bits: Float) {
    let scale = context.classes[channel]
    let table = group * tables.classes + scale
    let dither = context.dithers[channel]
    // k − offset is what the decoder gets, in steps.
    let offset = Float(dither - context.means[channel]) / 64
    let nearest = (value + offset).rounded()
    var k = Int(min(max(nearest, -Self.limit), Self.limit))
    func error(_ k: Int) -> Float {
      let distance = Float(k) - offset - value
      return distance * distance
    }
    var least = error(k)
    guard lagrange > 0 else {
      context.symbols[channel] = k
      return (least, 0)
    }
    var bits = rates.bits(of: k, table, scale, dither: dither)
    if k != 0 {
      var candidate = k > 0 ? k - 1 : k + 1
      while true {
        let apart = error(candidate)
        let cost = rates.bits(of: candidate, table, scale, dither: dither)
        if apart + lagrange * cost < least + lagrange * bits {
          (k, least, bits) = (candidate, apart, cost)
        }
        if candidate == 0 { break }
        candidate = 0
      }
    }
    context.symbols[channel] = k
    return (least, bits)
  }

  /// Closes the stream.
  consuming func finish() -> RangePayload { writer.finish() }
}
