/// Where each bit of a file went: fields that follow each other without a gap.
public struct FileLayout: Sendable, Hashable {
  /// A run of bits with one meaning.
  public struct Field: Sendable, Hashable {
    /// What it is.
    public let name: String

    /// Its place in bits from the start of the file, highest bit of a byte
    /// first. Fields of more than a byte begin and end on bytes.
    public let bits: Range<Int>

    /// Its value as text.
    public let value: String

    /// The bytes that it lies in.
    public var bytes: Range<Int> {
      bits.lowerBound / 8..<(bits.upperBound + 7) / 8
    }
  }

  /// The fields in the order of the file.
  public let fields: [Field]

  /// The layout of a file.
  ///
  /// - Throws: ``ContainerError``, as ``RDCFile/parse(_:)`` does.
  public static func parse(_ bytes: [UInt8]) throws(ContainerError) -> Self {
    try RDCFile.parseWithLayout(bytes).layout
  }

  /// The bits of the payload.
  public var payloadBits: Int { bits { $0 == "payload" } }

  /// The bits of the checksum; 0 if there is none.
  public var checksumBits: Int { bits { $0 == "checksum" } }

  /// The bits of everything before the payload, sections included.
  public var headerBits: Int {
    bits { $0 != "payload" && $0 != "checksum" }
  }

  private func bits(_ matches: (String) -> Bool) -> Int {
    fields.reduce(0) { $0 + (matches($1.name) ? $1.bits.count : 0) }
  }
}
