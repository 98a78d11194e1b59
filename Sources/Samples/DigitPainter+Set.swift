import PictureFiles

extension DigitPainter {
  /// A set of drawings with their labels: one digit, or all in turn.
  public static func set(
    count: Int, digit: Int? = nil, seed: UInt64
  ) -> (images: IDXImages, labels: IDXLabels) {
    var painter = DigitPainter(seed: seed)
    var samples: [UInt8] = []
    samples.reserveCapacity(count * side * side)
    let digits = (0..<count).map { digit ?? $0 % 10 }
    for digit in digits { samples += painter.draw(digit) }
    return (
      IDXImages(count: count, height: side, width: side, samples: samples),
      IDXLabels(labels: digits.map(UInt8.init))
    )
  }
}
