import Dispatch

/// Runs independent parts on several threads.
///
/// Parts are handed out as threads ask for them, so a thread that is held up
/// does not hold up the others. Every part writes its own outputs and none adds
/// to another's sum, so no result depends on the number of threads.
public enum Parallel {
  /// Calls `body` once for every index below `count`, in no stated order.
  ///
  /// - Parameters:
  ///   - count: how many indices there are.
  ///   - threads: the most threads to use; as many as there are cores, unless
  ///     said otherwise.
  ///   - body: called from any of the threads.
  public static func forEach(
    _ count: Int, threads: Int = .max, _ body: (Int) -> Void
  ) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let next = Counter()
    withoutActuallyEscaping(body) { body in
      // Shared on purpose: `body` writes disjoint memory for each index.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
          let index = next.add(1) - 1
          if index >= count { return }
          body(index)
        }
      }
    }
  }

  /// Calls `body` for all indices below `count`, in parts of at most `grain`
  /// neighbours; on one thread in one part.
  public static func split(
    _ count: Int, grain: Int, threads: Int, _ body: (Range<Int>) -> Void
  ) {
    let parts = (count + grain - 1) / grain
    guard threads > 1, parts > 1 else { return body(0..<count) }
    forEach(parts, threads: threads) { part in
      body(part * grain..<min(count, (part + 1) * grain))
    }
  }

  /// Calls `body` for 0..<count on at most `threads` threads and returns the
  /// results in order.
  ///
  /// - Throws: the first error in that order, once all parts are done.
  public static func map<Output: Sendable, Failure: Error>(
    _ count: Int, threads: Int,
    _ body: @Sendable (Int) throws(Failure) -> Output
  ) throws(Failure) -> [Output] {
    var slots = [Result<Output, Failure>?](repeating: nil, count: count)
    slots.withUnsafeMutableBufferPointer { buffer in
      // Each index is written by one worker alone.
      nonisolated(unsafe) let slots = buffer
      forEach(count, threads: threads) { index in
        slots[index] = Result { () throws(Failure) in try body(index) }
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
  ///
  /// - Throws: as ``map(_:threads:_:)``.
  public static func forEach<Failure: Error>(
    _ count: Int, batch: Int, threads: Int,
    _ body: @Sendable (Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    _ = try map((count + batch - 1) / batch, threads: threads) {
      part throws(Failure) in
      try body(part * batch..<min(count, (part + 1) * batch))
    }
  }
}
