import Support

/// How much an input may claim before it is refused.
///
/// Sizes are checked as claimed, before memory is taken for them. What a
/// reader holds at once is bounded by its input, `maxBytes`,
/// twice `maxMetadataBytes` and a few rows.
public struct ImageLimits: Sendable, Equatable {
  /// The most pixels (width × height) of one picture.
  public var maxPixels: Int
  /// The most bytes of decoded samples, alpha included.
  public var maxBytes: Int
  /// The most pixels for each byte of a compressed input, where a picture has
  /// more than ``freePixels``: a few bytes can hold any number of equal pixels.
  public var maxPixelsPerByte: Int
  /// The most bytes of ICC profile and Exif together, decompressed.
  public var maxMetadataBytes: Int

  /// Pixels that an input of any size may hold: 4096 × 4096.
  public static let freePixels = 1 << 24

  /// Limits that fit any camera: 268 megapixels, 1 GiB, 16 MiB; and 1024
  /// pixels a byte, which samples of 8 bits never exceed under deflate.
  public init(
    maxPixels: Int = 16384 * 16384, maxBytes: Int = 1 << 30,
    maxPixelsPerByte: Int = 1024, maxMetadataBytes: Int = 16 << 20
  ) {
    self.maxPixels = maxPixels
    self.maxBytes = maxBytes
    self.maxPixelsPerByte = maxPixelsPerByte
    self.maxMetadataBytes = maxMetadataBytes
  }

  /// Checks `count` pictures of the given size; sizes must not be negative.
  ///
  /// - Returns: the number of bytes of their samples.
  func check(
    width: Int, height: Int, bytesPerPixel: Int, count: Int = 1
  ) throws(ImageError) -> Int {
    guard let pixels = checkedProduct(width, height), pixels <= maxPixels else {
      throw .tooManyPixels(width: width, height: height, limit: maxPixels)
    }
    guard let bytes = checkedProduct(pixels, bytesPerPixel, count),
      bytes <= maxBytes
    else {
      throw .tooManyBytes(limit: maxBytes)
    }
    guard AvailableMemory.has(bytes) else { throw .outOfMemory(needed: bytes) }
    return bytes
  }

  /// Checks how many pixels an input of some bytes claims to expand to.
  func checkExpansion(
    width: Int, height: Int, from bytes: Int
  ) throws(ImageError) {
    let (most, overflow) = bytes.multipliedReportingOverflow(
      by: maxPixelsPerByte)
    guard overflow || width * height <= max(Self.freePixels, most) else {
      throw .tooManyPixelsForBytes(
        width: width, height: height, bytes: bytes, limit: maxPixelsPerByte)
    }
  }
}
