import RDC
import StrictJSON
import Support

/// One line of the table of `rdc bench`.
struct BenchRow: Sendable {
  var rate: Rate
  /// Bits a picture that the rate stands for, if that is a fixed number.
  var nominalBits: Double?
  var work: String
  var threads: Int
  var isa: String
  /// For work on pictures.
  var picturesPerSecond: Double?
  /// For what is done once, whatever the number of pictures.
  var milliseconds: Double?

  static let head = ["rate", "work", "threads", "ISA", "pictures/s"]

  var cells: [String] {
    let figure =
      picturesPerSecond.map { $0.text($0 < 100 ? 2 : 0) }
      ?? milliseconds.map { "\($0.text(2)) ms" } ?? ""
    return ["\(rate)", work, "\(threads)", isa, figure]
  }

  var json: JSON {
    var members: [String: JSON] = [
      "rate": .string("\(rate)"), "work": .string(work),
      "threads": .integer(threads), "isa": .string(isa),
    ]
    if let nominalBits { members["bits"] = .number(nominalBits) }
    if let picturesPerSecond {
      members["picturesPerSecond"] = .number(picturesPerSecond)
    }
    if let milliseconds { members["milliseconds"] = .number(milliseconds) }
    return .object(members)
  }
}
