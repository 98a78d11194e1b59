import Dispatch

/// Runs independent pieces of work on all cores.
///
/// The pieces are the same whatever the machine, and none adds to another's
/// sum, so a figure does not depend on the number of cores.
enum Parallel {
  /// Calls `body` once for every index below `count`, in no stated order.
  static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    if count <= 1 {
      for index in 0..<count { body(index) }
    } else {
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
  }
}
