import CKernels
import NeuralInference

/// Where the work runs; the results do not depend on it.
public struct Execution: Sendable {
  /// The kernels to use.
  public var instructionSet: InstructionSet
  /// The most threads to use.
  public var threads: Int

  /// Chooses kernels and threads by hand.
  public init(instructionSet: InstructionSet, threads: Int) {
    self.instructionSet = instructionSet
    self.threads = max(1, threads)
  }

  /// Kernels as `RDC_ISA` says, or the fastest of this processor.
  ///
  /// - Throws: ``RDCError/inference(_:)`` if the wish cannot be met.
  public init(
    environment: [String: String], threads: Int
  ) throws(RDCError) {
    do {
      self.init(
        instructionSet: try InstructionSet.resolve(environment: environment),
        threads: threads)
    } catch {
      throw .inference(error)
    }
  }

  /// Runs a graph on the calling thread; the work is split above it, unless
  /// more threads are asked for.
  ///
  /// - Throws: ``RDCError/inference(_:)`` for inputs that do not fit the graph.
  public func run(
    _ graph: Graph, _ inputs: [String: Tensor], threads: Int = 1
  ) throws(RDCError) -> Tensor {
    do {
      return try graph.run(inputs, context: try context(threads: threads))
    } catch {
      throw .inference(error)
    }
  }

  /// Runs a graph from top to bottom on so many threads: the wanted lines of
  /// its output for inputs whose whole shapes are told, at most `step` lines at
  /// a time.
  ///
  /// - Throws: ``RDCError/inference(_:)``.
  public func stream(
    _ graph: Graph, _ inputs: [String: [Int]], lines: Range<Int>, step: Int,
    threads: Int = 1
  ) throws(RDCError) -> GraphStream {
    do {
      return try GraphStream(
        graph, inputs: inputs, lines: lines, step: step,
        context: try context(threads: threads))
    } catch {
      throw .inference(error)
    }
  }

  /// The bytes that such a stream takes, from above.
  ///
  /// - Throws: ``RDCError/inference(_:)``.
  public static func streamBytes(
    _ graph: Graph, _ inputs: [String: [Int]], lines: Range<Int>, step: Int
  ) throws(RDCError) -> Int {
    do {
      return try GraphStream.byteCount(
        graph, inputs: inputs, lines: lines, step: step)
    } catch {
      throw .inference(error)
    }
  }

  /// The bytes that a run takes for inputs of these shapes, from above.
  ///
  /// - Throws: ``RDCError/inference(_:)``.
  public static func runBytes(
    _ graph: Graph, _ inputs: [String: [Int]]
  ) throws(RDCError) -> Int {
    do { return try graph.byteCount(inputs) } catch { throw .inference(error) }
  }

  /// Runs a graph for several of its tensors.
  ///
  /// - Throws: ``RDCError/inference(_:)``, also for an output that is not there.
  public func run(
    _ graph: Graph, _ inputs: [String: Tensor], outputs: [String]
  ) throws(RDCError) -> [String: Tensor] {
    do {
      return try graph.run(
        inputs, outputs: outputs, context: try context())
    } catch {
      throw .inference(error)
    }
  }

  /// Lets this process keep memory that it frees, where its allocator can be
  /// told so: the layers of a network take and free the same few blocks over
  /// and over, and each fresh page costs a page fault. A program may call it
  /// once at its start.
  public static func keepFreedMemory() { rdc_keep_freed_memory() }

  /// Lets this process have its heap on large pages, where the system has them,
  /// and all threads share it. It is for programs that code a few pictures and
  /// end, once at their start: a host with work of its own may want a heap for
  /// each thread.
  public static func useLargePages() { rdc_use_large_pages() }

  /// How many rows of a graph to run at a time.
  ///
  /// - Throws: ``RDCError/inference(_:)`` for shapes that do not fit the graph.
  public func batchSize(
    _ graph: Graph, _ inputs: [String: [Int]]
  ) throws(RDCError) -> Int {
    do { return try graph.batchSize(inputs) } catch { throw .inference(error) }
  }

  private func context(
    threads: Int = 1
  ) throws(InferenceError) -> ExecutionContext {
    try ExecutionContext(isa: instructionSet, threads: threads)
  }
}
