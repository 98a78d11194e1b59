import Codec
import NeuralInference

/// A picture of one cell whose blocks are all alike, as the distortion head
/// shows it.
struct PlainCell {
  private let model: FieldModel
  private let quality: Int
  private let graph: Graph
  private let execution: Execution

  init(
    _ model: FieldModel, quality: Int, _ execution: Execution
  ) throws(RDCError) {
    self.model = model
    self.quality = quality
    self.execution = execution
    graph = try model.graph(of: .distortion)
  }

  /// Its mean colour, [3], if one plane's means are about `value` in the
  /// picture's unit and the others 0; and what that plane's means are exactly.
  func look(
    plane: Int, value: Float
  ) throws(RDCError) -> (colour: [Float], mean: Float) {
    var coarse = [Int32](repeating: 0, count: CoarseTransform.channels)
    // The first channel of a plane is the sum of its 16 means over four.
    let steps = Array(model.coarseStep64(quality))
    let limit = Float(FieldLayout.valueLimit)
    coarse[plane] = Int32(min(max(4 * value / steps[plane], -limit), limit))
    let means = model.transform.inverse(
      coarse,
      QualityGrid(
        rows: 1, columns: 1, quality: quality, map: nil,
        last: model.lastQuality))
    let unit = means.values.map { Float($0) / BlockMeans.places }
    let side = FieldGeometry.side
    var inputs: [String: Tensor] = [:]
    for input in graph.description.inputs {
      inputs[input.name] =
        switch input.name {
        case "latents":
          try Tensor.of(
            [1, side, side, model.channels],
            (0..<side * side).flatMap { block in
              unit[BlockMeans.planes * block..<BlockMeans.planes * (block + 1)]
                + [Float](repeating: 0, count: model.fine.layout.coded)
            })
        case "coarse":
          try Tensor.of(
            [1, 1, 1, coarse.count],
            zip(coarse, steps).map { Float($0) * $1 })
        case "quality": try condition(side)
        case "cells": try condition(1)
        default:
          throw .codec(
            LatentFieldError.model(
              reason: "the distortion head wants an input '\(input.name)'"))
        }
    }
    let picture = try execution.run(graph, inputs)
    let pixels = FieldGeometry.cell * FieldGeometry.cell
    guard picture.values.count == 3 * pixels else {
      throw .codec(
        LatentFieldError.model(reason: "a head gives \(picture.shape)"))
    }
    let colour = (0..<3).map { channel in
      stride(from: channel, to: 3 * pixels, by: 3).reduce(0) {
        $0 + picture.values[$1]
      } / Float(pixels)
    }
    return (colour, unit[plane])
  }

  /// What the graph reads as quality, so many times on a side.
  private func condition(_ side: Int) throws(RDCError) -> Tensor {
    let row = model.condition(quality)
    return try Tensor.of(
      [1, side, side, row.count],
      (0..<side * side).flatMap { _ in row })
  }
}
