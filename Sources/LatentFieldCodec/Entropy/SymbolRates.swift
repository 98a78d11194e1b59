import EntropyCoding
import RealModule

/// What symbols cost, for the encoder's search: bits of every cell at dither 0,
/// read once from the tables.
struct SymbolRates: Sendable {
  private let tables: ScaleTables
  /// Of cells −(R + 1)...R + 1 of each table, the escapes' distance and plain
  /// bits not counted.
  private let bits: [Float]
  /// Where a table's cell 0 is.
  private let middle: [Int]

  init(_ tables: ScaleTables) {
    self.tables = tables
    var bits: [Float] = []
    var middle: [Int] = []
    for table in tables.knotStart.indices {
      let index = table % tables.classes
      let reach = tables.radius[index] + 1
      middle.append(bits.count + reach)
      for cell in -reach...reach {
        bits.append(Self.bits(tables.interval(table, index, cell, dither: 0)))
      }
    }
    self.bits = bits
    self.middle = middle
  }

  /// The logarithm to base 2; nothing that is decoded depends on it.
  @inline(__always)
  static func log2(_ value: Float) -> Float { Float.log2(value) }

  private static func bits(_ part: (low: Int32, high: Int32)) -> Float {
    16 - Float.log2(Float(part.high - part.low))
  }

  /// What a symbol costs.
  @inline(__always)
  func bits(of k: Int, _ table: Int, _ index: Int, dither: Int) -> Float {
    let reach = tables.radius[index]
    let cell = tables.cell(of: k, index)
    let inner = min(max(cell, -reach - 1), reach + 1)
    var sum =
      dither == 0
      ? bits[middle[table] + inner]
      : Self.bits(tables.interval(table, index, inner, dither: dither))
    sum += Float(tables.shift[index])
    if abs(cell) > reach {
      sum += Float(EscapeCode.bitCount(UInt32(abs(cell) - reach - 1)))
    }
    return sum
  }
}
