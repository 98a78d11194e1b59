import CKernels
import Dispatch

/// Splits work among threads. Parts are handed out as threads ask for them, so
/// a thread that is held up does not hold up the others; every part writes its
/// own outputs, so who does it makes no difference.
struct Workers {
  let threads: Int

  /// Calls `body` for all indices below `count`, in parts of at most `grain`.
  func split(count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    let parts = (count + grain - 1) / grain
    guard threads > 1, parts > 1 else { return body(0..<count) }
    var next: Int64 = 0
    withUnsafeMutablePointer(to: &next) { next in
      withoutActuallyEscaping(body) { body in
        // Shared on purpose: the counter is only touched by an atomic addition,
        // and `body` writes disjoint memory for disjoint ranges.
        nonisolated(unsafe) let counter = next
        nonisolated(unsafe) let work = body
        DispatchQueue.concurrentPerform(iterations: min(threads, parts)) { _ in
          while true {
            let part = Int(rdc_fetch_add(counter, 1))
            if part >= parts { return }
            work(part * grain..<min(count, (part + 1) * grain))
          }
        }
      }
    }
  }
}
