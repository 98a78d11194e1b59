/// How to encode.
public struct LatentVectorOptions: Sendable {
  /// Which of the model's rungs to take.
  public enum Rate: Sendable, Equatable {
    /// The one that the model calls its default.
    case standard
    /// The one with a number.
    case rung(Int)
    /// The highest one at which the file has no more bits a picture.
    case atMost(bits: Double)
  }

  /// The rate to aim for.
  public var rate: Rate
  /// Keys the shared dither; 0 costs no byte in the file.
  public var seed: UInt64
  /// 0 is one pass of f(x); from 1 on every cell is tried.
  public var effort: Int

  /// The default: the model's default rung, seed 0, full search.
  public init(rate: Rate = .standard, seed: UInt64 = 0, effort: Int = 5) {
    self.rate = rate
    self.seed = seed
    self.effort = effort
  }
}
