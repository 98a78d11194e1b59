/// The size of every picture in a file, in pixels.
public struct Dimensions: Sendable, Hashable {
  /// The columns, in 1...2^24.
  public let width: Int

  /// The rows, in 1...2^24.
  public let height: Int

  /// The most columns or rows.
  public static let limit = 1 << 24

  /// A size in pixels; nil unless both sides are in 1...2^24.
  public init?(width: Int, height: Int) {
    guard (1...Self.limit).contains(width), (1...Self.limit).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}
