/// What a photo may claim before it is refused; checked before memory is
/// taken.
public struct PhotoLimits: Sendable, Equatable {
  /// The most pixels of a picture.
  public var maxPixels: Int
  /// The most bytes that coding may take, by an estimate from above; nil for
  /// no limit.
  public var maxMemory: Int?

  /// Limits that fit any camera: 268 megapixels, no limit of memory.
  public init(maxPixels: Int = 16384 * 16384, maxMemory: Int? = nil) {
    self.maxPixels = maxPixels
    self.maxMemory = maxMemory
  }

  func check(
    _ geometry: PhotoGeometry, channels: Int, threads: Int, samples: Int,
    encodes: Bool
  ) throws(RDCError) {
    let (pixels, overflow) = geometry.width.multipliedReportingOverflow(
      by: geometry.height)
    guard !overflow, pixels <= maxPixels else {
      throw .photo(
        .tooManyPixels(
          width: geometry.width, height: geometry.height, limit: maxPixels))
    }
    guard let maxMemory else { return }
    let needed = geometry.memory(
      channels: channels, threads: threads, samples: samples, encodes: encodes)
    guard needed <= maxMemory else {
      throw .photo(.tooMuchMemory(needed: needed, limit: maxMemory))
    }
  }
}
