import NeuralInference
import PictureFiles
import RDC
import Samples
import Support
import Synchronization
import TestSupport
import Testing

import func Foundation.log

@testable import LatentFieldCodec

/// What more effort does: a classifier's say in the choice of symbols.
struct GuidanceTests {
  private static func encode(
    _ picture: Picture, effort: Int, states: Bool = true,
    _ execution: Execution = Fixture.execution
  ) throws -> [UInt8] {
    try Encoder(
      model: Model.embedded(named: "photo"),
      options: EncodingOptions(
        rate: .quality(10), effort: effort, states: states),
      execution: execution
    ).encode(picture).bytes
  }

  /// Drawn scenes, in colour and in gray.
  private static var scenes: [Picture] {
    [(320, 272), (288, 352), (400, 300)].flatMap { width, height in
      let scene = ScenePainter().picture(width: width, height: height)
      let green = stride(from: 1, to: scene.samples.count, by: 3).map {
        scene.samples[$0]
      }
      return [
        scene,
        Picture(
          width: width, height: height, colorSpace: .gray, samples: green),
      ]
    }
  }

  @Test func `rounds bring what is read nearer to the original`() throws {
    let model = try Model.embedded(named: "photo")
    let classifier = try FieldClassifier(model.fields, .guide)
    func classes(_ picture: Picture) throws -> [Float] {
      try Labels.probabilities(
        classifier.logits([picture], execution: Fixture.execution)
      ).values
    }
    func divergence(effort: Int) throws -> Float {
      var sum: Float = 0
      for scene in Self.scenes {
        let wanted = try classes(scene)
        let decoder = try Decoder(
          Self.encode(scene, effort: effort), models: [model],
          execution: Fixture.execution)
        for head in [Head.distortion, .classification] {
          let read = try classes(
            decoder.picture(head: head, execution: Fixture.execution))
          sum += zip(wanted, read).reduce(0) {
            $0 + $1.0 * (log($1.0) - log($1.1))
          }
        }
      }
      return sum
    }
    #expect(try divergence(effort: 9) < 0.8 * divergence(effort: 5))
  }

  @Test func `guided files are the same bytes however they are made`() throws {
    let picture = ScenePainter().picture(width: 288, height: 256)
    // The baseline's kernels are the others' and take their time.
    let executions = Fixture.executions.filter {
      $0.instructionSet != .baseline
    }
    let bytes = try executions.map {
      try Self.encode(picture, effort: 6, $0)
    }
    #expect(Set(bytes).count <= 1)
  }

  @Test func `no classifier has a say where none can or shall`() throws {
    let small = ScenePainter().picture(width: 250, height: 300)
    #expect(
      try Self.encode(small, effort: 9) == Self.encode(small, effort: 5))
    let large = ScenePainter().picture(width: 300, height: 260)
    #expect(
      try Self.encode(large, effort: 9, states: false)
        == Self.encode(large, effort: 5, states: false))
  }

  @Test func `all rounds count as progress`() throws {
    let told = Mutex<[Progress]>([])
    _ = try FieldEncoder(
      TinyFieldPack.model.get().fields,
      EncodingOptions(rate: .quality(60), effort: 7), Fixture.execution
    ).encode(PictureSet(DrawnPhoto.picture(width: 1024, height: 256))) {
      progress in told.withLock { $0.append(progress) }
    }
    let found = told.withLock { $0 }
    #expect(Set(found.map(\.done)) == Set(1...6))
    #expect(found.allSatisfy { $0.total == 6 })
  }

  @Test(arguments: [(40, 16), (16, 40), (24, 24)])
  func `a slope is spread as samples were read`(
    _ size: Int, _ side: Int
  ) throws {
    let picture = DrawnPhoto.picture(width: size + 3, height: size + 1)
    let square = PictureSquare(top: 1, left: 2, size: size)
    var random = SplitMix64(seed: 3)
    let slopes = (0..<side * side * 3).map { _ in
      Float(random.uniform()) - 0.5
    }
    var slope = PictureSlope(
      width: picture.width, height: picture.height, channels: 3)
    square.spread(slopes[...], side: side, to: &slope)
    // ⟨A x, s⟩ = ⟨x, Aᵀ s⟩, but for the rounding of what was read.
    let read = zip(square.samples(of: picture, side: side), slopes).reduce(0.0)
    {
      $0 + Double($1.0) * Double($1.1)
    }
    let spread = zip(picture.samples, slope.values).reduce(0.0) {
      $0 + Double($1.0) * Double($1.1)
    }
    #expect(abs(read - spread) < 1 + 0.002 * abs(read))
  }

  @Test func `latents move against a slope, and not far`() throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let grid = QualityGrid(
      rows: 1, columns: 2, quality: 64, map: nil, last: 128)
    let fine = 32 * model.fine.layout.coded
    let targets = FieldAnalysis.Targets(
      coarse: .init(repeating: 2, count: 96),
      fine: .init(repeating: -1, count: fine))
    var sloped = targets
    sloped.fine[5] += 1
    sloped.fine[7] -= 0.5
    var move = LatentMove(targets, model, grid)
    #expect(move.applied(to: targets).fine == targets.fine)
    move.descend(from: targets, to: targets)
    #expect(move.applied(to: targets).fine == targets.fine)
    for _ in 0..<1000 { move.descend(from: targets, to: sloped) }
    let moved = move.applied(to: targets)
    #expect(moved.coarse == targets.coarse)
    for place in targets.fine.indices {
      let change = moved.fine[place] - targets.fine[place]
      switch place {
      case 5: #expect(change < 0 && change >= -0.6001)
      case 7: #expect(change > 0 && change <= 0.6001)
      default: #expect(change == 0)
      }
    }
  }
}
