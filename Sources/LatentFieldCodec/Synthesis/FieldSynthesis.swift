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

  /// Samples, [height, width, 3] or one a pixel for gray. The statement is what
  /// the file says that the picture shows.
  func samples(
    of latents: FieldLatents, geometry: FieldGeometry, seed: UInt64,
    statement: Statement? = nil, isGray: Bool, execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let told = try told(statement)
    let tiles = FieldTile.cover(geometry)
    let count = geometry.width * geometry.height * (isGray ? 1 : 3)
    return try SharedBuffer.fill(count) {
      output throws(RDCError) in
      try FieldTile.forEach(tiles, threads: execution.threads) {
        tile, threads throws(RDCError) in
        let source = HeadInputs(
          model: model, latents: latents, tile: tile, geometry: geometry,
          seed: seed, statement: told)
        var known: [String: Tensor] = [:]
        func run(_ graph: Graph) throws(RDCError) -> [Float] {
          for input in graph.description.inputs where known[input.name] == nil {
            known[input.name] = try source.input(input.name, input.shape)
          }
          let inputs = graph.description.inputs.reduce(into: [:]) {
            $0[$1.name] = known[$1.name]
          }
          let picture = try execution.run(graph, inputs, threads: threads)
          let size = tile.outerSize(FieldGeometry.cell)
          guard picture.shape == [1, size.rows, size.columns, 3] else {
            throw .codec(
              LatentFieldError.model(reason: "a head gives \(picture.shape)"))
          }
          return picture.values
        }
        var pixels = try run(chosen)
        if let base {
          let closest = try run(base)
          for i in pixels.indices {
            pixels[i] = closest[i] + strength * (pixels[i] - closest[i])
          }
        }
        write(pixels, tile, geometry, isGray: isGray, to: output)
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

  /// Rounds a tile's pixels, without its halo and what lies outside.
  private func write(
    _ pixels: [Float], _ tile: FieldTile, _ geometry: FieldGeometry,
    isGray: Bool, to output: SharedBuffer<UInt8>
  ) {
    let block = FieldGeometry.cell
    let columns = (
      from: tile.columns.lowerBound * block,
      to: min(tile.columns.upperBound * block, geometry.width)
    )
    let rows = (
      from: tile.rows.lowerBound * block,
      to: min(tile.rows.upperBound * block, geometry.height)
    )
    let channels = isGray ? 1 : 3
    let stride = tile.outerColumns.count * block
    pixels.withUnsafeBufferPointer { pixels in
      for row in rows.from..<rows.to {
        let first = (row * geometry.width + columns.from) * channels
        let count = columns.to - columns.from
        let target = output.part(first..<first + count * channels)
        let source =
          ((row - tile.outerRows.lowerBound * block) * stride
            + columns.from - tile.outerColumns.lowerBound * block) * 3
        if isGray {
          for x in 0..<count {
            let p = source + 3 * x
            target[x] = Self.sample(
              (pixels[p] + pixels[p + 1] + pixels[p + 2]) / 3)
          }
        } else {
          for x in 0..<3 * count { target[x] = Self.sample(pixels[source + x]) }
        }
      }
    }
  }

  /// The nearest sample; what is no number is black.
  @inline(__always)
  private static func sample(_ value: Float) -> UInt8 {
    value > 0 ? UInt8(min(value, 255) + 0.5) : 0
  }
}
