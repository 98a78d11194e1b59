import Codec
import NeuralInference
import Support
import UniversalQuantization

/// The inverse transform: decoded latents to pixels, through one head.
struct FieldSynthesis: Sendable {
  private let model: FieldModel
  private let chosen: Graph
  /// The distortion head, where the two are blended.
  private let base: Graph?
  private let strength: Float

  /// - Parameter strength: 0 is the distortion head, 1 the chosen one.
  init(_ model: FieldModel, head: Head, strength: Float) throws(RDCError) {
    self.model = model
    self.strength = strength
    chosen = try model.graph(of: head)
    base =
      strength != 1 && head != .distortion
      ? try model.graph(of: .distortion) : nil
  }

  /// Samples, [height, width, 3] or one a pixel for gray.
  ///
  /// - Parameters:
  ///   - values: latents in 1/64 step, [h, w, channels].
  ///   - label: what the file says that the picture shows.
  func samples(
    of values: [Int32], geometry: FieldGeometry, quality: Int, seed: UInt64,
    label: Int? = nil, isGray: Bool, execution: Execution
  ) throws(RDCError) -> [UInt8] {
    let condition = try model.condition(quality)
    let tiles = FieldTile.cover(height: geometry.rows, width: geometry.columns)
    let count = geometry.width * geometry.height * (isGray ? 1 : 3)
    return try SharedBuffer.fill(count) {
      output throws(RDCError) in
      try FieldTile.forEach(tiles, threads: execution.threads) {
        tile, threads throws(RDCError) in
        let latents = try self.latents(values, geometry, tile, quality)
        func run(_ graph: Graph) throws(RDCError) -> [Float] {
          var inputs = ["latents": latents, "quality": condition]
          for input in graph.description.inputs where inputs[input.name] == nil
          {
            inputs[input.name] =
              input.name == StatedLabel.input
              ? try StatedLabel.tensor(label, width: model.labelCount)
              : try noise(input.name, input.shape, tile, geometry, seed)
          }
          let picture = try execution.run(graph, inputs, threads: threads)
          guard
            picture.shape == [
              1, tile.outerRows.count * geometry.block,
              tile.outerColumns.count * geometry.block, 3,
            ]
          else {
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

  /// The latents that a tile's network sees, in picture units.
  private func latents(
    _ values: [Int32], _ geometry: FieldGeometry, _ tile: FieldTile,
    _ quality: Int
  ) throws(RDCError) -> Tensor {
    let channels = model.channels
    let step = Array(model.step64(quality))
    let run = tile.outerColumns.count * channels
    let latents = [Float](
      unsafeUninitializedCapacity: tile.outerRows.count * run
    ) { target, count in
      values.withUnsafeBufferPointer { values in
        step.withUnsafeBufferPointer { step in
          var place = 0
          for row in tile.outerRows {
            let first =
              (row * geometry.columns + tile.outerColumns.lowerBound)
              * channels
            for column in 0..<tile.outerColumns.count {
              for channel in 0..<channels {
                target[place] =
                  Float(values[first + column * channels + channel])
                  * step[channel]
                place += 1
              }
            }
          }
          count = place
        }
      }
    }
    return try Tensor.of(
      [1, tile.outerRows.count, tile.outerColumns.count, channels], latents)
  }

  /// Normal numbers of the shared seed, for an input `noiseN`: N pixels a
  /// side share a number; stream 1 is that of a whole block, 2 any other.
  private func noise(
    _ name: String, _ shape: [Int?], _ tile: FieldTile,
    _ geometry: FieldGeometry, _ seed: UInt64
  ) throws(RDCError) -> Tensor {
    guard name.hasPrefix("noise"), let side = Int(name.dropFirst(5)),
      side >= 1, side <= geometry.block, geometry.block % side == 0,
      shape.count == 4, let depth = shape[3], (1...64).contains(depth)
    else {
      throw .codec(
        LatentFieldError.model(reason: "a head wants an input '\(name)'"))
    }
    let source = CommonRandomness(
      seed: seed, stream: side == geometry.block ? 1 : 2)
    let scale = geometry.block / side
    let width = geometry.columns * scale
    let columns = tile.outerColumns.count * scale
    let rows =
      tile.outerRows.lowerBound * scale..<tile.outerRows.upperBound * scale
    var values: [Float] = []
    values.reserveCapacity(rows.count * columns * depth)
    for row in rows {
      let first =
        (row * width + tile.outerColumns.lowerBound * scale) * depth
      // The generator counts modulo 2^32; so do the places.
      let wrapped = first & 0xFFFF_FFFF
      let end = min(wrapped + columns * depth, 1 << 32)
      values += source.normal(picture: 0, wrapped..<end)
      let rest = columns * depth - (end - wrapped)
      if rest > 0 { values += source.normal(picture: 0, 0..<rest) }
    }
    return try Tensor.of([1, rows.count, columns, depth], values)
  }

  /// Rounds a tile's pixels, without its halo and what lies outside.
  private func write(
    _ pixels: [Float], _ tile: FieldTile, _ geometry: FieldGeometry,
    isGray: Bool, to output: SharedBuffer<UInt8>
  ) {
    let block = geometry.block
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
