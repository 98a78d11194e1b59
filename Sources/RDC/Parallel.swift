import CKernels
import Dispatch

/// Runs independent parts on several threads.
///
/// Parts are handed out as threads ask for them, so a thread that is held up
/// does not hold up the others.
enum Parallel {
  /// Calls `body` for 0..<count on at most `threads` threads and returns the
  /// results in order. The first error in that order is thrown.
  static func map<Output: Sendable>(
    _ count: Int, threads: Int,
    _ body: @Sendable (Int) throws(RDCError) -> Output
  ) throws(RDCError) -> [Output] {
    let workers = max(1, min(threads, count))
    var slots = [Result<Output, RDCError>?](repeating: nil, count: count)
    slots.withUnsafeMutableBufferPointer { buffer in
      // Each index is written by one worker alone.
      nonisolated(unsafe) let slots = buffer
      let next = Counter()
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
          let index = next.add(1) - 1
          if index >= count { return }
          slots[index] = Result { () throws(RDCError) in try body(index) }
        }
      }
    }
    var outputs: [Output] = []
    outputs.reserveCapacity(count)
    for slot in slots {
      if let slot { outputs.append(try slot.get()) }
    }
    return outputs
  }

  /// Calls `body` for 0..<count in batches of neighbours.
  static func forEach(
    _ count: Int, batch: Int, threads: Int,
    _ body: @Sendable (Range<Int>) throws(RDCError) -> Void
  ) throws(RDCError) {
    _ = try map((count + batch - 1) / batch, threads: threads) {
      part throws(RDCError) in
      try body(part * batch..<min(count, (part + 1) * batch))
    }
  }
}
