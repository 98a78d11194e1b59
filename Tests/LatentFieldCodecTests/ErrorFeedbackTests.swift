import RDC
import Testing

@testable import LatentFieldCodec

/// Errors of means that are handed on to the means after them.
@Suite struct ErrorFeedbackTests {
  /// Rounds a plane that is the same everywhere; what each place decodes to.
  static func rounded(
    _ value: Float, share: Float, side: Int
  ) -> [[Float]] {
    var feedback = ErrorFeedback(shares: [share], width: side)
    return (0..<side).map { y in
      (0..<side).map { x in
        let place = FieldPlace(y: y, x: x, channel: 0)
        let wanted = value + feedback.carried(to: place)
        feedback.miss(wanted - wanted.rounded(), at: place)
        return wanted.rounded()
      }
    }
  }

  @Test(arguments: [Float(0.1), 0.3, 0.45, -0.27, 3.38, -17.6])
  func `a region keeps its mean`(_ value: Float) {
    let side = 64
    // Away from the border, where errors from outside are missing.
    let inner = Self.rounded(value, share: 0.85, side: side)[8...]
      .flatMap { $0[8..<side - 8] }
    let mean = inner.reduce(0, +) / Float(inner.count)
    // The share that is not handed on, of at most half a step.
    #expect(abs(mean - value) < 0.15 * 0.5 + 0.02)
  }

  @Test func `without a share nothing is handed on`() {
    for row in Self.rounded(0.3, share: 0, side: 5) {
      #expect(row.allSatisfy { $0 == 0 })
    }
  }

  @Test func `other channels and places hear nothing`() {
    var feedback = ErrorFeedback(shares: [0.5, 0.5], width: 3)
    func carried(_ y: Int, _ x: Int, _ channel: Int) -> Float {
      feedback.carried(to: FieldPlace(y: y, x: x, channel: channel))
    }
    #expect(carried(0, 0, 1) == 0)
    #expect(carried(0, 2, 1) == 0)
    feedback.miss(1, at: FieldPlace(y: 1, x: 1, channel: 1))
    feedback.miss(9, at: FieldPlace(y: 1, x: 0, channel: 2))
    #expect(carried(1, 2, 1) == 0.21875)
    #expect(carried(2, 0, 1) == 0.09375)
    #expect(carried(2, 1, 1) == 0.15625)
    #expect(carried(2, 2, 1) == 0.03125)
    #expect(carried(1, 2, 0) == 0)
    #expect(carried(1, 2, 2) == 0)
  }

  @Test(arguments: [[Float(0.5), 0.5, 1], [-0.1, 0, 0], [.nan, 0, 0], [0.5]])
  func `shares that never settle are refused`(_ shares: [Float]) throws {
    #expect(
      try FieldPackTests.isRefused {
        $0.add("feedback", [shares.count], shares)
      })
    #expect(
      try !FieldPackTests.isRefused {
        $0.add("feedback", [3], [0.5, 0.85, 0.85] as [Float])
      })
  }
}
