/// Radix sort of finite floats, many times as fast as a comparison sort.
enum FloatSort {
  /// Sorts in rising order: three stable passes of eleven bits over the bit
  /// patterns, with signs turned so that whole numbers sort as floats do.
  static func sort(_ values: UnsafeMutableBufferPointer<Float>) {
    let count = values.count
    if count < 256 {
      var values = values
      values.sort()
      return
    }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) {
      buffer in
      for index in 0..<count {
        let bits = values[index].bitPattern
        let negative = bits >> 31 == 1
        buffer[index] = negative ? ~bits : bits | 0x8000_0000
      }
      var (from, to) = (0, count)
      for shift in [0, 11, 22] as [UInt32] {
        pass(buffer, from: from, to: to, count: count, shift: shift)
        swap(&from, &to)
      }
      for index in 0..<count {
        let bits = buffer[from &+ index]
        let negative = bits >> 31 == 0
        values[index] = Float(
          bitPattern: negative ? ~bits : bits & 0x7FFF_FFFF)
      }
    }
  }

  private static func pass(
    _ buffer: UnsafeMutableBufferPointer<UInt32>, from: Int, to: Int,
    count: Int, shift: UInt32
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2048) { places in
      places.initialize(repeating: 0)
      for index in 0..<count {
        places[Int((buffer[from &+ index] >> shift) & 2047)] &+= 1
      }
      var next = to
      for digit in 0..<2048 {
        let size = places[digit]
        places[digit] = next
        next &+= size
      }
      for index in 0..<count {
        let bits = buffer[from &+ index]
        let digit = Int((bits >> shift) & 2047)
        buffer[places[digit]] = bits
        places[digit] &+= 1
      }
    }
  }
}
