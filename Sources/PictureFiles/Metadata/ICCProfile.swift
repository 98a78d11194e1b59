import Support

/// An ICC profile and the name that the file gives it.
public struct ICCProfile: Sendable, Equatable {
  /// 1 to 79 printable Latin-1 characters.
  public var name: String
  /// The profile as ICC.1 defines it: its first four bytes are its length.
  public var bytes: [UInt8]

  /// A profile; checked where it is written.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Why `bytes` cannot be a profile, or nil (ICC.1:2022, 7.2: a header of
  /// 128 bytes with length and signature, then the number of tags).
  static func fault(in bytes: [UInt8]) -> String? {
    guard bytes.count >= 132 else {
      return "a profile of \(bytes.count) bytes is shorter than its header"
    }
    let declared = bytes[0..<4].bigEndianUInt32
    guard declared == bytes.count else {
      return "a profile of \(bytes.count) bytes claims \(declared)"
    }
    guard bytes[36..<40].elementsEqual("acsp".utf8) else {
      return "the profile lacks the signature acsp"
    }
    return nil
  }

  /// The name in Latin-1, or nil if it is none that a PNG can hold.
  var latin1Name: [UInt8]? {
    let scalars = name.unicodeScalars
    let bytes = scalars.compactMap { UInt8(exactly: $0.value) }
    guard bytes.count == scalars.count, Self.isName(bytes) else { return nil }
    return bytes
  }

  /// Whether Latin-1 bytes are a name (PNG, third edition, 11.3.2.3).
  static func isName(_ bytes: [UInt8]) -> Bool {
    (1...79).contains(bytes.count)
      && bytes.allSatisfy { (32...126).contains($0) || $0 >= 161 }
  }
}
