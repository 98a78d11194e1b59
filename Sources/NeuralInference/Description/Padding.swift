import StrictJSON

/// The border around a picture, in pixels; in JSON `[top, left, bottom, right]`.
public struct Padding: Sendable, Equatable, Encodable {
  /// Rows above.
  public let top: Int
  /// Columns to the left.
  public let left: Int
  /// Rows below.
  public let bottom: Int
  /// Columns to the right.
  public let right: Int

  /// Makes a border; a graph refuses negative sizes.
  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The same border on all sides.
  public init(all size: Int) {
    self.init(top: size, left: size, bottom: size, right: size)
  }

  /// Reads `[top, left, bottom, right]`.
  init(_ json: JSONValue) throws(JSONError) {
    let sizes = try json.integers()
    guard sizes.count == 4 else {
      throw json.failure("expected 4 numbers, found \(sizes.count)")
    }
    self.init(top: sizes[0], left: sizes[1], bottom: sizes[2], right: sizes[3])
  }

  /// Writes `[top, left, bottom, right]`.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    try [top, left, bottom, right].encode(to: encoder)
  }
}
