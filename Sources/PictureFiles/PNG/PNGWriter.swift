private import CPictureFiles
import Support

#if canImport(Darwin)
  private import Darwin
#elseif canImport(Musl)
  private import Musl
#else
  private import Glibc
#endif

/// PNG out.
public enum PNGWriter {
  /// How much time a smaller file is worth.
  public enum Compression: Sendable, CaseIterable {
    /// For files that are soon read again.
    case fast
    /// zlib's usual effort.
    case balanced
    /// For files that stay.
    case best

    /// zlib's level; nil for ``PNGStrips``.
    fileprivate var level: Int32? {
      switch self {
      case .fast: nil
      case .balanced: 6
      case .best: 9
      }
    }
  }

  /// A picture with 8 bits a sample; gray stays gray, alpha stays. Threads
  /// share the work of ``Compression/fast``.
  ///
  /// The file has no time stamp and the like: the same picture, effort, libpng
  /// and zlib give the same bytes. ``PNGReader/read(_:limits:)`` gives
  /// the picture back, but for ``Picture/sourceBitDepth``, which is then 8.
  ///
  /// - Throws: ``ImageError/inconsistentPicture(reason:)`` for a picture that
  ///   is none, ``ImageError/unencodable(reason:)`` if memory runs out.
  public static func write(
    _ picture: Picture, compression: Compression = .balanced, threads: Int = 1
  ) throws(ImageError) -> [UInt8] {
    try picture.validate()
    let chunks = try PNGMetadata.serialize(picture.metadata)
    let metadata = chunks.flatMap { $0.serialize() }
    guard let level = compression.level else {
      return try encode(picture, threads: threads, metadata: metadata)
    }
    return try encode(picture, level: level, metadata: metadata)
  }

  private static func encode(
    _ picture: Picture, threads: Int, metadata: [UInt8]
  ) throws(ImageError) -> [UInt8] {
    let hasAlpha = picture.alpha != nil
    let header = PNGHeader(
      width: picture.width, height: picture.height, bitDepth: 8,
      kind: picture.colorSpace == .gray
        ? (hasAlpha ? .grayAlpha : .gray) : (hasAlpha ? .rgbAlpha : .rgb),
      isInterlaced: false)
    let strips = try PNGStrips(picture).chunks(threads: threads)
    let end = PNGChunk(type: "IEND", data: []).serialize()
    let parts =
      [PNGChunk.signature, header.serialize(), metadata] + strips
      + [end]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  private static func encode(
    _ picture: Picture, level: Int32, metadata: [UInt8]
  ) throws(ImageError) -> [UInt8] {
    var file: UnsafeMutablePointer<UInt8>?
    var size = 0
    var message = [CChar](repeating: 0, count: Int(CPICTUREFILES_MESSAGE_SIZE))
    let alpha = picture.alpha ?? []
    // `validate()` has shown that the planes hold what the C side reads.
    let status = picture.samples.withUnsafeBufferPointer { color in
      alpha.withUnsafeBufferPointer { alpha in
        cpicturefiles_png_encode(
          color.baseAddress, picture.alpha == nil ? nil : alpha.baseAddress,
          UInt32(picture.width), UInt32(picture.height),
          Int32(picture.colorSpace.channels), level, 1, &file,
          &size, &message)
      }
    }
    guard status == 0, let file else {
      throw .unencodable(reason: String(cMessage: message))
    }
    defer { free(file) }
    let encoded = UnsafeBufferPointer(start: file, count: size)
    // Metadata goes where all of it may stand: between IHDR and what follows.
    let head = PNGChunk.signature.count + 25
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + metadata.count)
    bytes += encoded[..<head]
    bytes += metadata
    bytes += encoded[head...]
    return bytes
  }
}
