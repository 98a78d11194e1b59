/// A reader that is given any bytes at all.
///
/// What comes back is of no interest: the reader may refuse the bytes by an
/// error of its type, or take them. A trap, a sanitizer's report, or bytes that
/// do not come back as they were is a finding.
struct FuzzTarget: Sendable {
  /// What the command takes.
  let name: String
  /// Inputs to begin with.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Reads an input; errors that the reader throws are its right.
  let read: @Sendable ([UInt8]) throws -> Void

  /// All of them.
  static let all = [
    container, digits, photos, sections, packs, png, idx,
  ]

  /// The target with a name.
  static func named(_ name: String) -> FuzzTarget? {
    all.first { $0.name == name }
  }

  /// Reads an input to its end, or to the first error.
  func run(_ bytes: [UInt8]) {
    do { try read(bytes) } catch is Finding {
      fatalError("\(name): a promise is broken")
    } catch {
      // Refused, as it may be; telling why must not fail either.
      _ = "\(error)"
    }
  }

  /// Something that is promised for every input does not hold.
  struct Finding: Error {}

  /// Ends the process, as a trap does, unless a promise holds.
  static func expect(_ promise: Bool) throws(Finding) {
    guard promise else { throw Finding() }
  }
}
