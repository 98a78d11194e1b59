import Support

/// Why bytes are not a picture, or a picture cannot become bytes.
///
/// Offsets count bytes from the start of the input.
public enum ImageError: Error, Equatable, Sendable {
  /// The input's file cannot be read.
  case file(FileError)
  /// The input does not start with the eight bytes of a PNG.
  case notPNG(found: [UInt8])
  /// The input ends inside of something.
  case truncated(offset: Int, needed: Int, available: Int)
  /// A chunk's type is not four ASCII letters.
  case invalidChunkType(offset: Int, found: UInt32)
  /// A chunk's checksum is not that of its contents.
  case checksumMismatch(
    chunk: String, offset: Int, declared: UInt32, computed: UInt32)
  /// A chunk stands where it must not, or is unknown and critical.
  case unexpectedChunk(chunk: String, offset: Int, reason: String)
  /// A chunk that every such file has is absent.
  case missingChunk(String)
  /// A chunk's contents break the rules for its kind.
  case invalidChunk(chunk: String, offset: Int, reason: String)
  /// The input is a picture in a format that is not read here.
  case foreignFormat(ForeignFormat)
  /// The input does not start with the two letters of a PGM or PPM.
  case notPNM(found: [UInt8])
  /// The header of a PGM or PPM is none.
  case invalidHeader(offset: Int, reason: String)
  /// A sample is larger than the one that means white.
  case sampleTooLarge(offset: Int, found: Int, limit: Int)
  /// The picture, or one of a set, has more pixels than the limit.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// The picture has more pixels than an input so small may expand to; the
  /// limit is in pixels a byte.
  case tooManyPixelsForBytes(width: Int, height: Int, bytes: Int, limit: Int)
  /// The decoded samples would take more bytes than the limit.
  case tooManyBytes(limit: Int)
  /// The system does not give the bytes that the samples take.
  case outOfMemory(needed: Int)
  /// ICC profile and Exif together are larger than the limit.
  case tooMuchMetadata(limit: Int)
  /// Inflated, the samples are fewer bytes than the picture's size needs.
  case tooLittleData(needed: Int, found: Int)
  /// Inflated, the samples are more bytes than the picture's size needs.
  case tooMuchData(needed: Int)
  /// libpng refused the samples; `reason` is its own text.
  case undecodable(reason: String)
  /// libpng could not write the samples; `reason` is its own text.
  case unencodable(reason: String)
  /// A picture has something that the wanted format cannot hold.
  case unholdable(format: String, what: String)
  /// A picture's planes, size or metadata do not fit together.
  case inconsistentPicture(reason: String)
  /// The first four bytes are not those of the wanted kind of IDX file.
  case notIDX(expected: UInt32, found: UInt32)
  /// An IDX file's size is not the one that its header claims.
  case wrongLength(expected: Int, found: Int)
  /// An IDX file's header claims a size that no picture has.
  case invalidDimensions([Int])
  /// A gzip or zlib stream is damaged.
  case corruptStream(offset: Int, reason: String)
  /// zlib failed for a reason that is not in the data, such as memory.
  case compressionFailed(status: Int)
}

extension ImageError: CustomStringConvertible {
  /// One line for a person to read.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notPNG(let found): "not a PNG: it starts with \(hexadecimal(found))"
    case .truncated(let offset, let needed, let available):
      "truncated: \(needed) bytes needed at offset \(offset), "
        + "\(available) are there"
    case .invalidChunkType(let offset, let found):
      "no chunk at offset \(offset): its type is \(found.hex)"
    case .checksumMismatch(let chunk, let offset, let declared, let computed):
      "damaged: chunk \(chunk) at offset \(offset) has checksum "
        + "\(computed.hex), not \(declared.hex)"
    case .unexpectedChunk(let chunk, let offset, let reason):
      "unexpected chunk \(chunk) at offset \(offset): \(reason)"
    case .missingChunk(let chunk): "chunk \(chunk) is missing"
    case .invalidChunk(let chunk, let offset, let reason):
      "invalid chunk \(chunk) at offset \(offset): \(reason)"
    case .foreignFormat(let format):
      "a \(format.name) file, which is not read; convert it first, "
        + "for example with '\(format.converter)'"
    case .notPNM(let found):
      "not a PGM or PPM: it starts with \(hexadecimal(found))"
    case .invalidHeader(let offset, let reason):
      "invalid header at offset \(offset): \(reason)"
    case .sampleTooLarge(let offset, let found, let limit):
      "the sample at offset \(offset) is \(found), above the largest one, "
        + "\(limit)"
    case .tooManyPixels(let width, let height, let limit):
      "\(width)x\(height) pixels are more than the limit of \(limit)"
    case .tooManyPixelsForBytes(let width, let height, let bytes, let limit):
      "\(width)x\(height) pixels from \(bytes) bytes are more than the limit "
        + "of \(limit) a byte"
    case .tooManyBytes(let limit):
      "the samples take more than the limit of \(limit) bytes"
    case .outOfMemory(let needed):
      "the samples take \(needed >> 20) MiB, which the system does not give"
    case .tooMuchMetadata(let limit):
      "the metadata takes more than the limit of \(limit) bytes"
    case .tooLittleData(let needed, let found):
      "the samples are \(found) bytes, where the size of the picture needs "
        + "\(needed)"
    case .tooMuchData(let needed):
      "the samples are more than the \(needed) bytes that the size of the "
        + "picture needs"
    case .undecodable(let reason): "libpng cannot decode it: \(reason)"
    case .unencodable(let reason): "libpng cannot write it: \(reason)"
    case .unholdable(let format, let what): "a \(format) cannot hold \(what)"
    case .inconsistentPicture(let reason): "inconsistent picture: \(reason)"
    case .notIDX(let expected, let found):
      "not an IDX file of this kind: it starts with \(found.hex), "
        + "not \(expected.hex)"
    case .wrongLength(let expected, let found):
      "\(found) bytes, where the header claims \(expected)"
    case .invalidDimensions(let sides):
      "impossible dimensions \(sides.map(String.init).joined(separator: "x"))"
    case .corruptStream(let offset, let reason):
      "damaged compressed stream near offset \(offset): \(reason)"
    case .compressionFailed(let status): "zlib failed with status \(status)"
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.isEmpty ? "nothing" : bytes.map(\.hex).joined()
  }
}
