/// How the rows of positions are cut into strips that are coded apart, so
/// that threads share the work and memory stays bounded.
///
/// A picture of up to one and a half strips stays whole: every cut costs bits.
struct StripPlan: Sendable, Equatable {
  /// 0 for one strip; else each has 8 · 2^code rows, the last one maybe fewer.
  let code: UInt8
  let rows: Int

  /// The codes that a file may have.
  static let codes: ClosedRange<UInt8> = 0...7
  /// The code that the encoder takes: strips of 64 rows.
  private static let usual: UInt8 = 3

  /// The plan of the encoder.
  init(rows: Int) {
    self.rows = rows
    code = rows > (8 << Int(Self.usual)) * 3 / 2 ? Self.usual : 0
  }

  /// The plan of a file; nil if it is none, or another code means the same.
  init?(code: UInt8, rows: Int) {
    guard Self.codes.contains(code), code == 0 || 8 << Int(code) < rows else {
      return nil
    }
    self.code = code
    self.rows = rows
  }

  /// The rows of each strip.
  var ranges: [Range<Int>] {
    guard code > 0 else { return [0..<rows] }
    let size = 8 << Int(code)
    return stride(from: 0, to: rows, by: size).map {
      $0..<min($0 + size, rows)
    }
  }
}
