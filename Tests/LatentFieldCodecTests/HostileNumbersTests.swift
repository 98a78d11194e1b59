import PictureFiles
import RDC
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Packs whose numbers are beyond all that a network was trained to: what comes of
/// them is a file and a picture, or an error, and no trap.
@Suite struct HostileNumbersTests {
  /// The largest number, the same with both signs, a large and the least normal
  /// one, and the ends of the integers.
  static let patterns: [[UInt8]] = [
    [0xFF, 0xFF, 0x7F, 0x7F], [0xFF, 0xFF, 0x7F, 0x7F, 0xFF, 0xFF, 0x7F, 0xFF],
    [0x00, 0x00, 0x00, 0x5F], [0x00, 0x00, 0x80, 0x00], [0], [0xFF],
    [0xFF, 0x7F, 0x00, 0x80], [0x00, 0x00, 0x00, 0x80],
  ]

  /// An encoder's rule that asks the classifier where it looks.
  static let rule = ["flat": 0.9, "look": 0.5]

  /// Encodes, decodes and classifies, and goes on where there is an error; how many
  /// pictures came of it.
  @discardableResult
  private func use(_ bytes: [UInt8]) -> Int {
    guard let model = try? Model(bytes) else { return 0 }
    var pictures = 0
    for (effort, states) in [(0, true), (0, false), (5, false), (6, true)] {
      let options = EncodingOptions(
        rate: .quality(60), effort: effort, states: states)
      guard
        let file = try? Encoder(
          model: model, options: options, execution: Fixture.execution
        ).encode(DrawnPhoto.picture(width: 40, height: 33)).bytes,
        let decoder = try? Decoder(
          file, models: [model], execution: Fixture.execution)
      else { continue }
      for head in Fixture.heads {
        if (try? decoder.picture(head: head, execution: Fixture.execution))
          != nil
        {
          pictures += 1
        }
      }
      _ = try? decoder.classify(execution: Fixture.execution)
    }
    return pictures
  }

  @Test func `numbers as they should be make pictures`() {
    let bytes = TinyFieldPack.bytes { $0.description["map"] = Self.rule }
    #expect(use(bytes) == 4 * Fixture.heads.count)
  }

  @Test(arguments: TinyFieldPack.tensors)
  func `a tensor of any values`(name: String) {
    for pattern in Self.patterns {
      use(
        TinyFieldPack.bytes {
          $0.description["map"] = Self.rule
          $0.fill(name, with: pattern)
        })
    }
  }

  @Test(arguments: 0..<4)
  func `several tensors of any values`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    func any<Value>(_ values: [Value]) -> Value {
      values[Int(random.next() % UInt64(values.count))]
    }
    for _ in 0..<25 {
      use(
        TinyFieldPack.bytes { builder in
          builder.description["map"] = Self.rule
          for _ in 0..<3 {
            builder.fill(any(TinyFieldPack.tensors), with: any(Self.patterns))
          }
        })
    }
  }

  @Test(arguments: [
    ["flat": 1e300, "look": 0], ["flat": -1e300, "look": 0],
    ["flat": 1e308, "flatAtBest": -1e308, "look": 0],
    ["flat": 1e300, "busy": 1e300, "look": 0], ["flat": 1, "look": 1e308],
    ["flat": 1e308, "busy": -1e308, "look": 1e308],
  ])
  func `weights of the map's rule of any size`(
    _ weights: [String: Double]
  ) {
    use(TinyFieldPack.bytes { $0.description["map"] = weights })
  }

  @Test(arguments: [1e308, 1e-308, 0])
  func `a search's weight of any size`(_ lagrange: Double) {
    use(TinyFieldPack.bytes { $0.description["lagrange"] = lagrange })
  }
}
