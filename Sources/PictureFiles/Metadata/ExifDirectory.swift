/// The first image file directory of Exif data (TIFF 6.0, section 2): twelve
/// bytes an entry, of tag, type, count and value.
struct ExifDirectory {
  private let bytes: [UInt8]
  private let isBigEndian: Bool
  /// Where the entries are.
  private var entries = 0..<0

  /// Finds the directory; nil if there is none inside the bytes.
  init?(_ bytes: [UInt8]) {
    switch Array(bytes.prefix(4)) {
    case [0x49, 0x49, 0x2a, 0]: isBigEndian = false
    case [0x4d, 0x4d, 0, 0x2a]: isBigEndian = true
    default: return nil
    }
    self.bytes = bytes
    guard let start = number(at: 4, bytes: 4),
      let count = number(at: start, bytes: 2),
      start + 2 + 12 * count <= bytes.count
    else { return nil }
    entries = start + 2..<start + 2 + 12 * count
  }

  /// The value of the tag 0x0112, one number of 16 bits.
  var orientation: Orientation? {
    for entry in stride(
      from: entries.lowerBound, to: entries.upperBound, by: 12)
    where number(at: entry, bytes: 2) == 0x0112 {
      guard number(at: entry + 2, bytes: 2) == 3,
        number(at: entry + 4, bytes: 4) == 1,
        let value = number(at: entry + 8, bytes: 2)
      else { return nil }
      return Orientation(rawValue: UInt16(value))
    }
    return nil
  }

  /// A number of two or four bytes; nil outside the data.
  private func number(at offset: Int, bytes count: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - count else { return nil }
    let part = bytes[offset..<offset + count]
    return isBigEndian
      ? part.reduce(0) { $0 << 8 | Int($1) }
      : part.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
