import Support

/// The header of an IDX file of unsigned bytes: two zeros, the type of the
/// elements (8), the number of dimensions, and each dimension in four bytes
/// (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
struct IDXHeader {
  /// The dimensions, outermost first.
  var dimensions: [Int]

  /// The first four bytes for a number of dimensions.
  static func magic(rank: Int) -> UInt32 { 0x0800 | UInt32(rank) }

  /// Bytes that a header of the given rank takes.
  static func size(rank: Int) -> Int { 4 + 4 * rank }

  /// Reads a header; the elements follow at `size(rank:)`.
  static func parse(
    _ bytes: [UInt8], rank: Int
  ) throws(ImageError) -> IDXHeader {
    let size = size(rank: rank)
    let found = bytes.prefix(4).bigEndianUInt32
    guard bytes.count < 4 || found == magic(rank: rank) else {
      throw .notIDX(expected: magic(rank: rank), found: found)
    }
    guard bytes.count >= size else {
      throw .truncated(offset: 0, needed: size, available: bytes.count)
    }
    return IDXHeader(
      dimensions: (1...rank).map {
        Int(bytes[4 * $0..<4 * $0 + 4].bigEndianUInt32)
      })
  }

  /// The header's bytes. Each dimension must fit 32 bits.
  func serialize() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: Self.magic(rank: dimensions.count))
    for dimension in dimensions { bytes.append(bigEndian: UInt32(dimension)) }
    return bytes
  }

  /// Undoes gzip, within the limits, where a file has it.
  static func plain(
    _ bytes: [UInt8], rank: Int, limits: ImageLimits
  ) throws(ImageError) -> [UInt8] {
    guard Gzip.isGzip(bytes) else { return bytes }
    let (limit, overflow) = limits.maxBytes.addingReportingOverflow(
      size(rank: rank))
    do throws(ImageError) {
      return try Gzip.inflate(bytes, limit: overflow ? .max : limit)
    } catch {
      // The caller knows the limit without the header.
      if case .tooManyBytes = error {
        throw .tooManyBytes(limit: limits.maxBytes)
      }
      throw error
    }
  }
}
