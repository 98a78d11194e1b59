#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The decoded values of one strip, with a border of zeros on all sides, so
/// that neighbours outside the strip need no question.
///
/// A position's channels lie side by side. Beside the values themselves, each
/// position has a list of what is not zero, two channels an entry, which is
/// what the contexts of later positions and groups read. Memory is written by
/// one thread.
final class FieldPlanes {
  /// Positions of the border: two above and beside, one below.
  static let border = 2
  /// Bytes that kernels may read behind the last magnitude.
  private static let slack = 64

  let height: Int
  let width: Int
  let channels: Int
  /// Entries that a list may have.
  let slots: Int
  /// Differences to neighbours that a position has.
  let slopeCount: Int
  /// Positions from one row to the next.
  let stride: Int
  /// Values in 1/64 step.
  let values: UnsafeMutablePointer<Int32>
  /// Their magnitudes.
  let magnitudes: UnsafeMutablePointer<UInt8>
  /// [position][slots]: the slot, then two signed bytes.
  let lists: UnsafeMutablePointer<UInt32>
  /// Entries of each list.
  let counts: UnsafeMutablePointer<Int>
  /// [position][slopeCount], for the groups that come after the means: a
  /// signed difference and its magnitude, 16 bits each.
  let slopes: UnsafeMutablePointer<UInt32>
  private let positions: Int

  init(height: Int, width: Int, contexts: FieldContexts) {
    self.height = height
    self.width = width
    channels = contexts.channels
    slots = contexts.slots
    slopeCount = contexts.dcChannels * FieldContexts.around.count
    stride = width + 2 * Self.border
    positions = (height + Self.border + 1) * stride
    values = Self.zeros(positions * channels)
    magnitudes = Self.zeros(positions * channels + Self.slack)
    // A list is read as far as its count says, and no further.
    lists = .allocate(capacity: positions * slots)
    counts = Self.zeros(positions)
    slopes = .allocate(capacity: positions * slopeCount)
  }

  deinit {
    free(values)
    free(magnitudes)
    lists.deallocate()
    free(counts)
    slopes.deallocate()
  }

  /// Zeros that take no memory before they are used: a file may claim far more
  /// positions than its payload turns out to hold.
  private static func zeros<Element: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int
  ) -> UnsafeMutablePointer<Element> {
    guard let memory = calloc(count, MemoryLayout<Element>.stride) else {
      preconditionFailure("\(count) elements were available before")
    }
    return memory.bindMemory(to: Element.self, capacity: count)
  }

  /// Bytes that a strip takes.
  static func byteCount(
    height: Int, width: Int, contexts: FieldContexts
  ) -> Int {
    let slopes = contexts.dcChannels * FieldContexts.around.count
    return (height + border + 1) * (width + 2 * border)
      * (5 * contexts.channels + 4 * (contexts.slots + slopes) + 8)
  }

  /// The place of a position; −2 ... height, −2 ... width + 1 are there.
  @inline(__always)
  func position(_ y: Int, _ x: Int) -> Int {
    (y + Self.border) * stride + x + Self.border
  }

  /// Adds two values to a position's list unless both are zero.
  ///
  /// - Precondition: `slot` is above those of the list and below `slots`.
  @inline(__always)
  func append(_ low: UInt8, _ high: UInt8, slot: Int, position: Int) {
    let pair = UInt32(low) | UInt32(high) << 8
    guard pair != 0 else { return }
    lists[position * slots + counts[position]] =
      UInt32(truncatingIfNeeded: slot) << 16 | pair
    counts[position] += 1
  }

  /// The values of all positions, [height, width, channels].
  func copyValues(to target: UnsafeMutablePointer<Int32>) {
    for y in 0..<height {
      (target + y * width * channels).update(
        from: values + position(y, 0) * channels, count: width * channels)
    }
  }
}
