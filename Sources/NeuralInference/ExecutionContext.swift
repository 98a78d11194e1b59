/// How a graph is run: with what, and up to which limits. Nothing in here has
/// an influence on the values of the result.
public struct ExecutionContext: Sendable, Equatable {
  /// The instructions that the kernels use.
  public let isa: InstructionSet

  /// The number of threads among which the work is split; at least 1.
  public let threads: Int

  /// The most float32 values that may be alive at a time (2^28 are 1 GiB).
  public var maximumLiveElements = 1 << 28

  /// The most multiply-accumulates of one run (2^46 are about half an hour).
  public var maximumMultiplyAccumulates = 1 << 46

  /// The most values that the pooling layers of one run read (2^39 are about
  /// half an hour, too).
  public var maximumPooledValues = 1 << 39

  /// Makes a context from a checked instruction set.
  ///
  /// - Throws: `InferenceError.instructionSetUnavailable`,
  ///   `InferenceError.invalidThreadCount`.
  public init(isa: InstructionSet, threads: Int) throws(InferenceError) {
    guard InstructionSet.available.contains(isa) else {
      throw .instructionSetUnavailable(isa)
    }
    guard threads >= 1 else { throw .invalidThreadCount(threads) }
    self.isa = isa
    self.threads = threads
  }

  /// Holds a run to the limits.
  ///
  /// - Throws: `InferenceError.limitExceeded`.
  func check(_ plan: Plan) throws(InferenceError) {
    guard plan.peakElements <= maximumLiveElements else {
      throw .limitExceeded(
        what: "values alive at a time", requested: plan.peakElements,
        limit: maximumLiveElements)
    }
    guard plan.multiplyAccumulates <= maximumMultiplyAccumulates else {
      throw .limitExceeded(
        what: "multiply-accumulates", requested: plan.multiplyAccumulates,
        limit: maximumMultiplyAccumulates)
    }
    guard plan.pooledValues <= maximumPooledValues else {
      throw .limitExceeded(
        what: "pooled values", requested: plan.pooledValues,
        limit: maximumPooledValues)
    }
  }
}
