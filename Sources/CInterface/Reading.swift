import CRDC
import RDC

/// How a file is to be read.
struct Reading: Sendable {
  /// The chosen head.
  var head = Head.distortion
  /// From 0, the distortion head, to 1, the chosen one.
  var strength: Float = 1
  /// The only picture to read; nil for all.
  var pick: Int?

  /// The reading that options ask for.
  ///
  /// - Throws: ``InterfaceError`` for a strength or a pick that cannot be.
  init(
    _ options: UnsafePointer<rdc_decode_options>?
  ) throws(InterfaceError) {
    guard let options else { return }
    let chosen = try rdc_decode_options(reading: options)
    if let name = chosen.head { head = Head(rawValue: String(cString: name)) }
    strength = chosen.strength
    pick = try Self.pick(chosen.pick)
    guard (0...1).contains(strength) else {
      throw .argument("a strength of \(strength), not 0 to 1")
    }
  }

  /// The number of a picture; nil for -1.
  ///
  /// - Throws: ``InterfaceError`` for other numbers below 0.
  static func pick(_ number: Int64) throws(InterfaceError) -> Int? {
    guard number >= -1 else {
      throw .argument("the picture \(number); they are numbered from 0")
    }
    return number < 0 ? nil : Int(number)
  }

  /// Whether the same networks do it.
  func isSameHead(as other: Reading) -> Bool {
    head == other.head && strength == other.strength
  }
}
