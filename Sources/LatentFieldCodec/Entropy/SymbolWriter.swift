import Codec
import EntropyCoding

/// Writes flags and symbols that are chosen. The inverse of `SymbolReader`.
struct SymbolWriter {
  private let tables: ScaleTables
  private let flags: FlagTables
  private var encoder: RangeEncoder
  private let scratch = ExclusionScratch()

  init(_ encoder: consuming RangeEncoder, _ model: FieldModel) {
    self.encoder = encoder
    tables = model.tables
    flags = model.flags
  }

  /// Writes a lowered flag.
  mutating func lower(group: Int, flag: Int) {
    encoder.encode(start: 0, size: 65536 - flags.chance(group: group, flag))
  }

  /// Writes a raised flag and the symbols behind it.
  ///
  /// - Precondition: some symbol is not in cell 0.
  mutating func raise(_ context: ContextReader, group: Int, flag: Int) {
    let chance = flags.chance(group: group, flag)
    encoder.encode(start: 65536 - chance, size: chance)
    let exclusion = scratch.fill(context, group, tables)
    let last = context.group.size - 1
    var channel = 0
    while channel < last {
      let scale = context.classes[channel]
      let part = exclusion.part(channel, zero: scratch.zeros[channel])
      guard tables.cell(of: context.symbols[channel], scale) == 0 else {
        encoder.encode(start: part, size: 65536 - part)
        break
      }
      encoder.encode(start: 0, size: part)
      writeLow(context.symbols[channel], cell: 0, scale)
      channel += 1
    }
    writeNonzero(context, group, channel)
    for rest in channel + 1..<last + 1 { write(context, group, rest) }
  }

  /// Writes the symbols of a group without flag.
  mutating func write(_ context: ContextReader, group: Int) {
    for i in 0..<context.group.size { write(context, group, i) }
  }

  /// A symbol that may be anything.
  private mutating func write(
    _ context: ContextReader, _ group: Int, _ channel: Int
  ) {
    let scale = context.classes[channel]
    let cell = tables.cell(of: context.symbols[channel], scale)
    let part = interval(context, group, channel, cell)
    encoder.encode(start: part.start, size: part.size)
    writeRest(context.symbols[channel], cell, scale)
  }

  /// A symbol that is not in cell 0, whose part is taken out of the line.
  private mutating func writeNonzero(
    _ context: ContextReader, _ group: Int, _ channel: Int
  ) {
    let scale = context.classes[channel]
    let cell = tables.cell(of: context.symbols[channel], scale)
    precondition(cell != 0)
    let zero = interval(context, group, channel, 0)
    let part = interval(context, group, channel, cell)
    encoder.encode(
      start: cell < 0 ? part.start : part.start - zero.size, size: part.size,
      total: 65536 - zero.size)
    writeRest(context.symbols[channel], cell, scale)
  }

  private func interval(
    _ context: ContextReader, _ group: Int, _ channel: Int, _ cell: Int
  ) -> (start: UInt32, size: UInt32) {
    let scale = context.classes[channel]
    let reach = tables.radius[scale] + 1
    let part = tables.interval(
      group * tables.classes + scale, scale, min(max(cell, -reach), reach),
      dither: context.dithers[channel])
    return (
      UInt32(bitPattern: part.low), UInt32(bitPattern: part.high - part.low)
    )
  }

  /// What a cell does not tell: how far an escape is, and the plain bits.
  private mutating func writeRest(_ k: Int, _ cell: Int, _ scale: Int) {
    let beyond = abs(cell) - tables.radius[scale] - 1
    if beyond >= 0 { EscapeCode.encode(UInt32(beyond), into: &encoder) }
    writeLow(k, cell: cell, scale)
  }

  private mutating func writeLow(_ k: Int, cell: Int, _ scale: Int) {
    let shift = tables.shift[scale]
    guard shift > 0 else { return }
    let low = k - ((cell << shift) - (1 << (shift - 1)))
    encoder.encodeBits(UInt32(low), count: shift)
  }

  /// Closes the stream.
  consuming func finish() -> RangePayload { encoder.finish() }
}
