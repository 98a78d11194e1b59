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

  /// What one of `threads` workers gives to a graph of its own.
  var single: ExecutionContext {
    ExecutionContext(instructionSet: instructionSet, threads: 1)
  }

  /// For a graph that has all threads to itself.
  var whole: ExecutionContext {
    ExecutionContext(instructionSet: instructionSet, threads: threads)
  }
}
