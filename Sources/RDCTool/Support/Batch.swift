import Support
import Synchronization

/// The same work for many files: a failed one is named and the others go on.
struct Batch {
  let console: Console
  /// What is done, for the progress line: `Encoding`.
  let what: String

  /// How many failed, of several.
  struct Failures: Error, CustomStringConvertible {
    var failed: Int
    var total: Int

    var description: String { "\(failed) of \(total) files failed" }
  }

  /// Runs `body` for all files, `threads` of them at a time. It takes a file and
  /// the threads that it may use itself; what it gives comes back in the order
  /// of the files.
  ///
  /// - Throws: the error of a single file; ``Failures`` for several, each of
  ///   which was told before.
  @discardableResult
  func run<File: Sendable, Output: Sendable>(
    _ files: [File], threads: Int,
    _ body: @Sendable (File, _ threads: Int) throws -> Output
  ) throws -> [Output] {
    if files.count == 1 { return [try body(files[0], threads)] }
    // Files side by side while there are enough; what is left goes inside.
    let workers = max(1, min(threads, files.count))
    let meter = console.progress(what, total: files.count, of: "files")
    let done = Counter()
    let results = Parallel.map(files.count, threads: workers) {
      index -> Output? in
      defer { meter?.show(done.add(1)) }
      do {
        return try body(files[index], max(1, threads / workers))
      } catch {
        meter?.finish()
        console.error("\(error)")
        return nil
      }
    }
    meter?.finish()
    let outputs = results.compactMap { $0 }
    guard outputs.count == files.count else {
      throw Failures(failed: files.count - outputs.count, total: files.count)
    }
    return outputs
  }
}
