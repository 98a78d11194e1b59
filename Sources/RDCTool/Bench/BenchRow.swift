import Support

/// One line of the table of `rdc bench`.
struct BenchRow: Encodable {
  /// Nominal bits a picture of the rung.
  var bits: Double
  var work: String
  var threads: Int
  var isa: String
  /// For work on pictures.
  var picturesPerSecond: Double?
  /// For what is done once, whatever the number of pictures.
  var milliseconds: Double?

  static let head =
    "rung  work                       threads  ISA       pictures/s"

  var line: String {
    let figure =
      picturesPerSecond.map { $0.text(0) }
      ?? milliseconds.map { "\($0.text(2)) ms" } ?? ""
    return "\(bits.text(2))  \(work.padding(toLength: 25))  \(threads)        "
      + "\(isa.padding(toLength: 8))  \(figure)"
  }
}

extension String {
  /// Filled up with spaces on the right.
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
