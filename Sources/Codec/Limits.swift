import Support

/// What a picture or a file may claim before it is refused; checked before memory is
/// taken.
public struct Limits: Sendable, Equatable {
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

  /// Checks the pixels that a picture or a file claims.
  ///
  /// - Throws: ``RDCError/tooManyPixels(width:height:limit:)``.
  public func check(width: Int, height: Int) throws(RDCError) {
    guard let pixels = checkedProduct(width, height), pixels <= maxPixels else {
      throw .tooManyPixels(width: width, height: height, limit: maxPixels)
    }
  }

  /// Checks the memory that coding may take.
  ///
  /// - Throws: ``RDCError/tooMuchMemory(needed:limit:)``, or
  ///   ``RDCError/outOfMemory(needed:)`` where the machine has less.
  public func checkMemory(_ needed: Int) throws(RDCError) {
    if let maxMemory, needed > maxMemory {
      throw .tooMuchMemory(needed: needed, limit: maxMemory)
    }
    guard AvailableMemory.has(needed) else {
      throw .outOfMemory(needed: needed)
    }
  }
}
