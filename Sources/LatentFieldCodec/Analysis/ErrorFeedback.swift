/// What the quantization of a strip's means missed, on its way to the latents
/// that come after them.
///
/// A mean is predicted from means that are decoded, so what one of them misses
/// the next ones miss as well, and a whole wall shifts its colour by half a
/// step. Error diffusion (Floyd & Steinberg 1976) hands a share of each error
/// to the neighbours that are still to come: errors of neighbours then cancel,
/// and the synthesis, which smooths, shows the true colour. Only the encoder
/// knows of it.
struct ErrorFeedback {
  /// Share of a channel's error that goes on, 0 for channels without.
  private let shares: [Float]
  /// Positions of a row, with one beyond either end.
  private let stride: Int
  /// What is missed, in steps, of even and odd rows: [2, stride, shares].
  /// Nothing looks further back than a row.
  private var missed: [Float]

  /// Where errors come from, and how they are shared out.
  private static let taps: [(dy: Int, dx: Int, share: Float)] = [
    (0, -1, 7 / 16), (-1, -1, 1 / 16), (-1, 0, 5 / 16), (-1, 1, 3 / 16),
  ]

  /// - Parameter shares: of each channel; those after the last one above 0
  ///   may be left out.
  init(shares: [Float], width: Int) {
    self.shares = shares
    stride = width + 2
    missed = [Float](repeating: 0, count: 2 * stride * shares.count)
  }

  /// What a latent has to make up for, in steps. Each channel's places come
  /// row by row.
  func carried(to place: FieldPlace) -> Float {
    guard place.channel < shares.count else { return 0 }
    var sum: Float = 0
    for tap in Self.taps {
      let from = index(place.y + tap.dy, place.x + tap.dx, place.channel)
      sum += tap.share * missed[from]
    }
    return shares[place.channel] * sum
  }

  /// Takes down what a latent and those before it missed, in steps.
  mutating func miss(_ error: Float, at place: FieldPlace) {
    guard place.channel < shares.count else { return }
    missed[index(place.y, place.x, place.channel)] = error
  }

  private func index(_ y: Int, _ x: Int, _ channel: Int) -> Int {
    ((y & 1) * stride + x + 1) * shares.count + channel
  }
}
