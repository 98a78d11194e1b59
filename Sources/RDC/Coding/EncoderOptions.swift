/// How to encode.
public struct EncoderOptions: Sendable {
  /// The most bits a picture, or the model's default rung.
  public var bits: Double?
  /// Keys the shared dither; 0 costs no byte in the file.
  public var seed: UInt64
  /// 0 is one pass of f(x); from 1 on every cell is tried.
  public var effort: Int

  /// The default: the model's default rung, seed 0, full search.
  public init(bits: Double? = nil, seed: UInt64 = 0, effort: Int = 5) {
    self.bits = bits
    self.seed = seed
    self.effort = effort
  }
}
