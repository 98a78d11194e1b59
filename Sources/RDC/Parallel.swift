import Dispatch

/// Runs independent parts on several threads.
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
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for index in stride(from: worker, to: count, by: workers) {
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
}
