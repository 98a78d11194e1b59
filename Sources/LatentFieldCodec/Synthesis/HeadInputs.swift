import Codec
import NeuralInference
import UniversalQuantization

/// What a head's graph reads at one tile of a picture.
struct HeadInputs {
  let model: FieldModel
  let latents: FieldLatents
  let tile: FieldTile
  let geometry: FieldGeometry
  let seed: UInt64
  /// What the file says that the picture shows, [1, features], if the head
  /// reads it.
  let statement: Tensor?

  /// An input of a head's graph at a tile.
  ///
  /// - Throws: ``LatentFieldError/model(reason:)`` if there is none such.
  func input(_ name: String, _ shape: [Int?]) throws(RDCError) -> Tensor {
    switch name {
    case "latents": try fine()
    case "coarse": try coarse()
    case "quality":
      try model.conditions(latents.quality, tile, side: FieldGeometry.side)
    case "cells": try model.conditions(latents.quality, tile, side: 1)
    default:
      if name == Statement.input, let statement {
        statement
      } else {
        try noise(name, shape)
      }
    }
  }

  /// Means and fine latents that a tile's network sees, in picture units.
  private func fine() throws(RDCError) -> Tensor {
    let (planes, channels) = (BlockMeans.planes, model.fine.layout.coded)
    let (side, columns) = (FieldGeometry.side, latents.means.columns)
    let size = tile.outerSize(side)
    let steps = latents.quality.levels.map { Array(model.fineStep64($0)) }
    let values = [Float](
      unsafeUninitializedCapacity: size.rows * size.columns
        * (planes + channels)
    ) { target, count in
      latents.fine.withUnsafeBufferPointer { values in
        latents.means.values.withUnsafeBufferPointer { means in
          for row in 0..<size.rows {
            for column in 0..<size.columns {
              let (y, x) = (
                tile.outerRows.lowerBound * side + row,
                tile.outerColumns.lowerBound * side + column
              )
              let block = y * columns + x
              for plane in 0..<planes {
                target[count + plane] =
                  Float(means[planes * block + plane]) / BlockMeans.places
              }
              count += planes
              let level = latents.quality.level(y, x, shift: 2)
              steps[level].withUnsafeBufferPointer { step in
                for channel in 0..<channels {
                  target[count + channel] =
                    Float(values[block * channels + channel]) * step[channel]
                }
              }
              count += channels
            }
          }
        }
      }
    }
    return try Tensor.of(
      [1, size.rows, size.columns, planes + channels], values)
  }

  /// Coarse latents that a tile's network sees, in picture units.
  private func coarse() throws(RDCError) -> Tensor {
    let channels = model.coarse.layout.coded
    let quality = latents.quality
    var values: [Float] = []
    values.reserveCapacity(
      tile.outerRows.count * tile.outerColumns.count * channels)
    for row in tile.outerRows {
      for column in tile.outerColumns {
        let first = (row * quality.columns + column) * channels
        let steps = model.coarseStep64(
          quality.levels[quality.level(row, column, shift: 0)])
        for (channel, step) in steps.enumerated() {
          values.append(Float(latents.coarse[first + channel]) * step)
        }
      }
    }
    return try Tensor.of(
      [1, tile.outerRows.count, tile.outerColumns.count, channels], values)
  }

  /// Normal numbers of the shared seed, for an input `noiseN`: N pixels a
  /// side share a number; stream 1 is that of a whole block, 2 any other.
  private func noise(
    _ name: String, _ shape: [Int?]
  ) throws(RDCError) -> Tensor {
    guard name.hasPrefix("noise"), let side = Int(name.dropFirst(5)),
      side >= 1, side <= FieldGeometry.block,
      FieldGeometry.block % side == 0,
      shape.count == 4, let depth = shape[3], (1...64).contains(depth)
    else {
      throw .codec(
        LatentFieldError.model(reason: "a head wants an input '\(name)'"))
    }
    let source = CommonRandomness(
      seed: seed, stream: side == FieldGeometry.block ? 1 : 2)
    let scale = FieldGeometry.cell / side
    let width = geometry.cellColumns * scale
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
}
