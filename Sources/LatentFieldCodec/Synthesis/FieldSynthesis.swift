import Codec
import NeuralInference
import Support

/// The inverse transform: decoded latents to pixels, through one head.
struct FieldSynthesis: Sendable {
  private let model: FieldModel
  private let chosen: Graph
  /// The distortion head, where the two are blended.
  private let base: Graph?
  private let strength: Float

  /// Prepares a head at a strength: 0 is the distortion head, 1 the chosen one.
  init(_ model: FieldModel, head: Head, strength: Float) throws(RDCError) {
    self.model = model
    self.strength = strength
    chosen = try model.graph(of: head)
    base =
      strength != 1 && head != .distortion
      ? try model.graph(of: .distortion) : nil
  }

  /// The bytes that the networks take at a time, on all threads.
  func memory(
    of latents: FieldLatents, geometry: FieldGeometry,
    statement: Statement?, execution: Execution
  ) throws(RDCError) -> Int {
    let told = try told(statement)
    let graphs = [chosen] + (base.map { [$0] } ?? [])
    return try FieldTile.bytesAtATime(
      FieldTile.cover(geometry, threads: execution.threads),
      threads: execution.threads
    ) { tile, threads throws(RDCError) in
      let source = HeadInputs(
        model: model, latents: latents, tile: tile, geometry: geometry,
        seed: 0, statement: told)
      var bytes = 0
      for graph in graphs {
        bytes += try HeadStream.byteCount(graph, source, threads: threads)
      }
      return bytes
    }
  }

  /// Samples, [height, width, 3] or one a pixel for gray. The statement is what
  /// the file says that the picture shows.
  func samples(
    of latents: FieldLatents, geometry: FieldGeometry, seed: UInt64,
    statement: Statement? = nil, isGray: Bool, execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let told = try told(statement)
    let tiles = FieldTile.cover(geometry, threads: execution.threads)
    let count = geometry.width * geometry.height * (isGray ? 1 : 3)
    return try SharedBuffer.fill(count) {
      output throws(RDCError) in
      try FieldTile.forEach(tiles, threads: execution.threads) {
        tile, threads throws(RDCError) in
        let source = HeadInputs(
          model: model, latents: latents, tile: tile, geometry: geometry,
          seed: seed, statement: told)
        let picture = SamplePlane(
          geometry: geometry, isGray: isGray, samples: output,
          isa: execution.instructionSet)
        try run(source, execution, threads: threads) { rows, pixels in
          picture.write(pixels, tile, rows: rows)
        }
      }
    }
  }

  /// Runs the chosen head through a tile from top to bottom, beside it the
  /// distortion head if the two are blended.
  private func run(
    _ source: HeadInputs, _ execution: Execution, threads: Int,
    _ write: (Range<Int>, UnsafeBufferPointer<Float>) -> Void
  ) throws(RDCError) {
    let chosen = try HeadStream(self.chosen, source, execution, threads)
    guard let base = self.base else {
      while chosen.next(write) {}
      return
    }
    let closest = try HeadStream(base, source, execution, threads)
    var pixels: [Float] = []
    var isDone = false
    while !isDone {
      _ = closest.next { pixels = Array($1) }
      isDone = !chosen.next { rows, values in
        for i in pixels.indices {
          pixels[i] += strength * (values[i] - pixels[i])
        }
        pixels.withUnsafeBufferPointer { write(rows, $0) }
      }
    }
  }

  /// What the chosen head reads of a statement, if it reads one.
  private func told(_ statement: Statement?) throws(RDCError) -> Tensor? {
    let inputs = chosen.description.inputs
    guard let input = inputs.first(where: { $0.name == Statement.input }) else {
      return nil
    }
    guard input.shape.count == 2, let features = input.shape[1],
      (1...1 << 16).contains(features)
    else {
      throw .codec(
        LatentFieldError.model(reason: "a head's input '\(Statement.input)'"))
    }
    return try Statement.tensor(statement, model, features: features)
  }
}
