/// The decoded values of one strip, with a border of zeros on all sides, so
/// that neighbours outside the strip need no question.
///
/// A position's channels lie side by side. Memory is written by one thread.
final class FieldPlanes {
  /// Positions of the border: two above and beside, one below.
  static let border = 2

  let height: Int
  let width: Int
  let channels: Int
  /// Positions from one row to the next.
  let stride: Int
  /// Values in 1/64 step.
  let values: UnsafeMutablePointer<Int32>
  /// Their magnitudes.
  let magnitudes: UnsafeMutablePointer<UInt8>
  /// A bit for each channel whose magnitude is not 0; two words a position.
  let masks: UnsafeMutablePointer<UInt64>
  private let positions: Int

  init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
    stride = width + 2 * Self.border
    positions = (height + Self.border + 1) * stride
    values = .allocate(capacity: positions * channels)
    values.initialize(repeating: 0, count: positions * channels)
    magnitudes = .allocate(capacity: positions * channels)
    magnitudes.initialize(repeating: 0, count: positions * channels)
    masks = .allocate(capacity: positions * 2)
    masks.initialize(repeating: 0, count: positions * 2)
  }

  deinit {
    values.deallocate()
    magnitudes.deallocate()
    masks.deallocate()
  }

  /// Bytes that a strip takes.
  static func byteCount(height: Int, width: Int, channels: Int) -> Int {
    (height + border + 1) * (width + 2 * border) * (5 * channels + 16)
  }

  /// The place of a position; −2 ... height, −2 ... width + 1 are there.
  @inline(__always)
  func position(_ y: Int, _ x: Int) -> Int {
    (y + Self.border) * stride + x + Self.border
  }

  /// Keeps a decoded value.
  @inline(__always)
  func store(_ value: Int32, magnitude: UInt8, position: Int, channel: Int) {
    let place = position * channels + channel
    values[place] = value
    magnitudes[place] = magnitude
    if magnitude != 0 {
      masks[2 * position + channel >> 6] |= 1 << UInt64(channel & 63)
    }
  }

  /// The values of all positions, [height, width, channels].
  func copyValues(to target: UnsafeMutablePointer<Int32>) {
    for y in 0..<height {
      (target + y * width * channels).update(
        from: values + position(y, 0) * channels, count: width * channels)
    }
  }
}
