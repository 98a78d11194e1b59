import Codec
import EntropyCoding

/// Reads a strip's symbols from its payload. The inverse of `SymbolWriter`.
struct SymbolReader: FieldCoder {
  private let tables: ScaleTables
  private var decoder: RangeDecoder

  init(_ payload: [UInt8], _ tables: ScaleTables) {
    self.tables = tables
    decoder = RangeDecoder(payload)
  }

  mutating func symbol(
    _ place: FieldPlace, table: Int, scale: Int, mean: Int, dither: Int
  ) throws(RDCError) -> Int {
    do {
      // Nearly all symbols are 0 and lie in the middle cell.
      var cell = 0
      var part = tables.interval(table, scale, 0, dither: dither)
      if try !decoder.advance(
        ifIn: UInt32(bitPattern: part.low), to: UInt32(bitPattern: part.high))
      {
        cell = tables.cell(
          table, scale, at: Int32(bitPattern: decoder.target()),
          dither: dither)
        part = tables.interval(table, scale, cell, dither: dither)
        try decoder.advance(
          start: UInt32(bitPattern: part.low),
          size: UInt32(bitPattern: part.high - part.low))
      } else if tables.shift[scale] == 0 {
        return 0
      }
      let reach = tables.radius[scale]
      if abs(cell) > reach {
        let excess = try EscapeCode.decode(from: &decoder)
        cell = cell < 0 ? cell - excess : cell + excess
      }
      let shift = tables.shift[scale]
      guard shift > 0 else { return cell }
      let low = try decoder.decodeBits(count: shift)
      return (cell << shift) - (1 << (shift - 1)) + Int(low)
    } catch {
      throw .entropy(error)
    }
  }

  /// Ends the reading.
  ///
  /// - Throws: ``RDCError/entropy(_:)`` unless the payload is, to the byte,
  ///   what the encoder writes for the symbols that were read.
  consuming func finish() throws(RDCError) {
    do { try decoder.finish() } catch { throw .entropy(error) }
  }
}
