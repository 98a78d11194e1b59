import Codec
import PictureFiles
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Which cells the encoder gives finer steps.
struct MapRuleTests {
  /// The map at a share of the qualities.
  private static func map(
    _ flat: Double, _ look: Double, of picture: Picture,
    _ attention: Attention? = nil, best: Double? = nil, busy: Double = 1,
    at share: Double = 0.5
  ) -> QualityMap? {
    let rule = MapRule(
      .init(flat: flat, flatAtBest: best ?? flat, busy: busy, look: look))
    return rule.reasons(in: picture, geometry(picture), attention)
      .map(at: share)
  }

  /// Gray, 64×32: one cell of stripes, one that is flat.
  private static func striped(_ depth: Int) -> Picture {
    Picture(
      width: 64, height: 32, colorSpace: .gray,
      samples: (0..<64 * 32).map { place in
        let isFlat = place % 64 >= 32
        return UInt8(isFlat ? 100 : 100 + (place % 2 == 0 ? depth : -depth))
      })
  }

  private static func geometry(_ picture: Picture) -> FieldGeometry {
    FieldGeometry(width: picture.width, height: picture.height)
  }

  /// A deviation of 7 is usual: 3 octaves above none.
  @Test(arguments: [(7, 0), (15, -1), (31, -2), (63, -2), (1, 2)])
  func `a cell has a step for each octave that it is flatter than usual`(
    _ depth: Int, _ step: Int8
  ) throws {
    let picture = Self.striped(depth)
    let map = Self.map(2, 0, of: picture)
    #expect(map == QualityMap(steps: [2 * step, 6]))
  }

  @Test(arguments: [
    (0.0, [-3, 4] as [Int8]), (0.5, [-3, 2]), (1.0, [-3, 0]),
  ])
  func `flatness weighs less at a high quality, what is busy as much as before`(
    _ share: Double, _ steps: [Int8]
  ) {
    let map = Self.map(
      1.3, 0, of: Self.striped(15), best: 0.1, busy: 2, at: share)
    #expect(map == QualityMap(steps: steps))
  }

  @Test func `a picture that is alike everywhere has no map if it is usual`() {
    let picture = Self.striped(7)
    let half = Picture(
      width: 32, height: 32, colorSpace: .gray,
      samples: (0..<32).flatMap { row in
        picture.samples[row * 64..<row * 64 + 32]
      })
    #expect(Self.map(1, 0, of: half) == nil)
    #expect(Self.map(0, 1, of: picture) == nil)
  }

  @Test(arguments: [(1, 1, 0), (7, 700, 0), (8, 8, 1), (17, 31, 1)])
  func `what has no whole block is usual`(
    _ width: Int, _ height: Int, _ maps: Int
  ) {
    let flat = Picture(
      width: width, height: height, colorSpace: .gray,
      samples: [UInt8](repeating: 9, count: width * height))
    let map = Self.map(1, 0, of: flat)
    #expect((map == nil) == (maps == 0))
  }

  @Test func `a step near what is predicted is not worth its bits`() {
    var steps: [Int8] = []
    for wanted in [2.0, 2.6, 1.4, 3.7, 3.9, -9, 99] {
      steps.append(QualityMap.step(nearest: wanted, after: steps, columns: 9))
    }
    #expect(steps == [2, 2, 2, 2, 4, -4, 8])
  }

  /// The tiny pack's guide reads colours, so what is red is where it looks.
  @Test func `the encoder looks where its classifier does`() throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let picture = Picture(
      width: 64, height: 64, colorSpace: .rgb,
      samples: (0..<64 * 64).flatMap { place -> [UInt8] in
        place % 64 < 32 ? [250, 10, 10] : [90, 90, 90]
      })
    let found = try Attention(picture, model, Fixture.execution)
    let attention = try #require(found)
    let shares = (0..<4).map {
      attention.share(of: picture, $0 / 2, $0 % 2)
    }
    #expect(shares[0] > shares[1] && shares[2] > shares[3])
    let map = Self.map(0, 2, of: picture, attention)
    let steps = try #require(map).steps
    #expect(steps[0] > steps[1])
  }
}
