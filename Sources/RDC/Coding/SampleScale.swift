/// 8-bit samples and the values on [0, 1] that networks read; inverses.
enum SampleScale {
  static func values(_ samples: some Collection<UInt8>) -> [Float] {
    samples.map { Float($0) / 255 }
  }

  /// Nearest sample; values outside [0, 1] are clipped.
  static func samples(_ values: [Float]) -> [UInt8] {
    values.map { UInt8(min(max($0, 0), 1) * 255 + 0.5) }
  }
}
