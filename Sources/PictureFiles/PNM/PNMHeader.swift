/// The header of a binary PGM (P5) or PPM (P6), as the pages pgm(5) and ppm(5)
/// of Netpbm define them: magic number, width, height and the largest sample,
/// as decimal numbers with white space and comments between them, and a single
/// white space before the samples.
struct PNMHeader: Equatable {
  /// Gray for P5, RGB for P6.
  var colorSpace: ColorModel
  var width: Int
  var height: Int
  /// The sample that means white, 1...65535.
  var maximum: Int
  /// Where the samples start.
  var size: Int

  /// Bytes of a sample in the file; two have the high one first.
  var bytesPerSample: Int { maximum < 256 ? 1 : 2 }

  /// Reads a header; its sizes are claims that no limit has seen yet.
  static func parse(_ bytes: [UInt8]) throws(ImageError) -> PNMHeader {
    let colorSpace: ColorModel
    switch Array(bytes.prefix(2)) {
    case Array("P5".utf8): colorSpace = .gray
    case Array("P6".utf8): colorSpace = .rgb
    default: throw .notPNM(found: Array(bytes.prefix(2)))
    }
    var fields = PNMFields(bytes, offset: 2)
    let sides = 1...Int(Int32.max)
    let width = try fields.number("the width", in: sides)
    let height = try fields.number("the height", in: sides)
    let maximum = try fields.number("the largest sample", in: 1...65535)
    try fields.end()
    return PNMHeader(
      colorSpace: colorSpace, width: width, height: height, maximum: maximum,
      size: fields.offset)
  }

  /// The header's bytes; the inverse of ``parse(_:)`` but for comments.
  func serialize() -> [UInt8] {
    let magic = colorSpace == .gray ? "P5" : "P6"
    return Array("\(magic)\n\(width) \(height)\n\(maximum)\n".utf8)
  }
}

/// The decimal numbers of a header, one after another.
private struct PNMFields {
  private let bytes: [UInt8]
  private(set) var offset: Int

  init(_ bytes: [UInt8], offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The next number, with the white space and comments before it.
  mutating func number(
    _ name: String, in range: ClosedRange<Int>
  ) throws(ImageError) -> Int {
    let before = offset
    while offset < bytes.count, isSpace(bytes[offset]) || skipsComment() {
      offset += 1
    }
    let start = offset
    var value = 0
    while offset < bytes.count, let digit = digit(bytes[offset]) {
      // Saturates: no range goes so far.
      value = min(10 * value + digit, 1 << 40)
      offset += 1
    }
    guard offset < bytes.count else {
      throw .truncated(offset: offset, needed: 1, available: 0)
    }
    guard start > before, offset > start, range.contains(value) else {
      throw .invalidHeader(
        offset: start, reason: "\(name) is not a number in \(range.text)")
    }
    return value
  }

  /// The one white space before the samples, or a comment and its line's end.
  mutating func end() throws(ImageError) {
    guard isSpace(bytes[offset]) || skipsComment() else {
      throw .invalidHeader(
        offset: offset, reason: "no white space ends the header")
    }
    offset += 1
  }

  /// Moves from a `#` to the end of its line.
  private mutating func skipsComment() -> Bool {
    guard bytes[offset] == UInt8(ascii: "#") else { return false }
    while offset + 1 < bytes.count, ![10, 13].contains(bytes[offset]) {
      offset += 1
    }
    return true
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || (9...13).contains(byte)
  }

  private func digit(_ byte: UInt8) -> Int? {
    (48...57).contains(byte) ? Int(byte) - 48 : nil
  }
}

extension ClosedRange<Int> {
  fileprivate var text: String { "\(lowerBound)...\(upperBound)" }
}
