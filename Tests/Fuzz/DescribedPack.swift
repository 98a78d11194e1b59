import RDC
import TestSupport

/// A pack whose description is replaced by any text.
struct DescribedPack: Sendable {
  /// Its own description.
  let description: [UInt8]
  /// The header's bytes before the escaped description, and behind it.
  private let before: [UInt8]
  private let behind: [UInt8]
  /// The frames behind the header, or the bytes of the tensors in its frame.
  private let frames: [UInt8]
  private let tensors: [UInt8]

  /// The pack of digits.
  static let digits = Result {
    let bytes = EmbeddedPack.bytes
    return try DescribedPack(bytes, firstFrame: EmbeddedPack.firstFrame)
  }

  /// The small pack of photos.
  static let photos = Result {
    let bytes = TinyFieldPack.bytes()
    return try DescribedPack(bytes, firstFrame: bytes.count)
  }

  private init(_ bytes: [UInt8], firstFrame: Int) throws {
    let head = try bytes[..<firstFrame].withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: 1 << 24)
    }
    let size = head[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = Array(head[8..<8 + size])
    let mark = Array("\"rdc\":\"".utf8)
    guard let start = Self.place(of: mark, in: header) else {
      throw PackError.badDescription(reason: "the entry 'rdc' is missing")
    }
    var end = start
    while header[end] != UInt8(ascii: "\"") {
      end += header[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    before = Array(header[..<start])
    behind = Array(header[end...])
    description = Self.unescaped(header[start..<end])
    frames = Array(bytes[firstFrame...])
    tensors = Array(head[(8 + size)...])
  }

  /// The pack's file with another description.
  func described(_ text: [UInt8]) -> [UInt8] {
    let header = before + Self.escaped(text) + behind
    let length = (0..<8).map {
      UInt8(truncatingIfNeeded: header.count >> (8 * $0))
    }
    return ZstdFrame.compress(length + header + tensors, level: -5) + frames
  }

  private static func place(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    (0..<bytes.count - mark.count).first {
      bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }.map { $0 + mark.count }
  }

  private static func escaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): Array("\\n".utf8)
      default: [byte]
      }
    }
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if !isEscaped, byte == UInt8(ascii: "\\") {
        isEscaped = true
        continue
      }
      bytes.append(isEscaped && byte == UInt8(ascii: "n") ? 0x0a : byte)
      isEscaped = false
    }
    return bytes
  }
}
