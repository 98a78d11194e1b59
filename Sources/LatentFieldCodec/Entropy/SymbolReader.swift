import Codec
import EntropyCoding

/// Reads flags and symbols from a range coder's stream. The inverse of
/// `SymbolWriter`.
struct SymbolReader: FieldCoder {
  private let tables: ScaleTables
  private let flags: FlagTables
  private let scratch: ExclusionScratch
  private(set) var decoder: RangeDecoder

  init(_ decoder: consuming RangeDecoder, _ model: FieldModel) {
    self.decoder = decoder
    tables = model.tables
    flags = model.flags
    scratch = ExclusionScratch()
  }

  mutating func code(
    _ context: ContextReader, group: Int, flag: Int
  ) throws(RDCError) -> Bool {
    do {
      if context.group.isReference {
        context.readClasses()
        for i in 0..<context.group.size {
          context.symbols[i] = try symbol(context, group, i)
        }
        return true
      }
      let lowered = 65536 - flags.chance(group: group, flag)
      if try decoder.advance(ifIn: 0, to: lowered) { return false }
      try decoder.advance(start: lowered, size: 65536 - lowered)
      context.readClasses()
      try raised(context, group)
      return true
    } catch {
      throw .entropy(error)
    }
  }

  /// Symbols of which one at least is not in cell 0.
  private mutating func raised(
    _ context: ContextReader, _ group: Int
  ) throws(EntropyError) {
    let exclusion = scratch.fill(context, group, tables)
    let last = context.group.size - 1
    var channel = 0
    while channel < last {
      let scale = context.classes[channel]
      let part = exclusion.part(channel, zero: scratch.zeros[channel])
      guard try decoder.advance(ifIn: 0, to: part) else {
        try decoder.advance(start: part, size: 65536 - part)
        break
      }
      context.symbols[channel] = try low(of: 0, scale)
      channel += 1
    }
    context.symbols[channel] = try nonzero(context, group, channel)
    for rest in channel + 1..<last + 1 {
      context.symbols[rest] = try symbol(context, group, rest)
    }
  }

  /// A symbol that may be anything.
  @inline(__always)
  private mutating func symbol(
    _ context: ContextReader, _ group: Int, _ channel: Int
  ) throws(EntropyError) -> Int {
    let scale = context.classes[channel]
    let table = group * tables.classes + scale
    let dither = context.dithers[channel]
    let part = tables.interval(table, scale, 0, dither: dither)
    if try decoder.advance(
      ifIn: UInt32(bitPattern: part.low), to: UInt32(bitPattern: part.high))
    {
      return try low(of: 0, scale)
    }
    let cell = tables.cell(
      table, scale, at: Int32(bitPattern: decoder.target()), dither: dither)
    let found = tables.interval(table, scale, cell, dither: dither)
    try decoder.advance(
      start: UInt32(bitPattern: found.low),
      size: UInt32(bitPattern: found.high - found.low))
    return try rest(of: cell, scale)
  }

  /// A symbol that is not in cell 0, whose part is taken out of the line.
  private mutating func nonzero(
    _ context: ContextReader, _ group: Int, _ channel: Int
  ) throws(EntropyError) -> Int {
    let scale = context.classes[channel]
    let table = group * tables.classes + scale
    let dither = context.dithers[channel]
    let zero = tables.interval(table, scale, 0, dither: dither)
    let size = zero.high - zero.low
    let total = UInt32(bitPattern: ScaleTables.total - size)
    let target = Int32(bitPattern: decoder.target(total: total))
    let cell = tables.cell(
      table, scale, at: target < zero.low ? target : target + size,
      dither: dither)
    let found = tables.interval(table, scale, cell, dither: dither)
    let start = found.low < zero.high ? found.low : found.low - size
    try decoder.advance(
      start: UInt32(bitPattern: start),
      size: UInt32(bitPattern: found.high - found.low), total: total)
    return try rest(of: cell, scale)
  }

  /// A symbol by its cell, escapes at ±(R + 1).
  private mutating func rest(
    of cell: Int, _ scale: Int
  ) throws(EntropyError) -> Int {
    guard abs(cell) > tables.radius[scale] else {
      return try low(of: cell, scale)
    }
    let excess = try EscapeCode.decode(from: &decoder)
    return try low(of: cell < 0 ? cell - excess : cell + excess, scale)
  }

  /// A symbol by its cell and the plain bits that follow.
  @inline(__always)
  private mutating func low(
    of cell: Int, _ scale: Int
  ) throws(EntropyError) -> Int {
    let shift = tables.shift[scale]
    guard shift > 0 else { return cell }
    let bits = try decoder.decodeBits(count: shift)
    return (cell << shift) - (1 << (shift - 1)) + Int(bits)
  }

  /// Ends the reading.
  ///
  /// - Throws: ``RDCError/entropy(_:)`` unless the payload is, to the byte,
  ///   what the encoder writes for the symbols that were read.
  consuming func finish() throws(RDCError) {
    do { try decoder.finish() } catch { throw .entropy(error) }
  }
}
