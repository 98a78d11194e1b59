import Codec
import NeuralInference
import UniversalQuantization

/// What the graph of a head reads at a tile of a picture.
struct HeadInputs {
  let model: FieldModel
  let latents: FieldLatents
  let tile: FieldTile
  let geometry: FieldGeometry
  let seed: UInt64
  /// What the file says that the picture shows, [1, features], if the head
  /// reads it.
  let statement: Tensor?

  /// One of them.
  enum Source {
    /// Means and fine latents in picture units.
    case fine
    /// Coarse latents in picture units.
    case coarse
    /// The row of the place's quality; so many places a cell's side.
    case quality(side: Int)
    case statement(Tensor)
    /// Normal numbers of the shared seed: `side` pixels a side share `depth`
    /// of them.
    case noise(side: Int, depth: Int)
  }

  /// What an input of a graph is.
  ///
  /// - Throws: ``LatentFieldError/model(reason:)`` if there is none such.
  func source(_ input: InputDescription) throws(RDCError) -> Source {
    switch input.name {
    case "latents": return .fine
    case "coarse": return .coarse
    case "quality": return .quality(side: FieldGeometry.side)
    case "cells": return .quality(side: 1)
    default:
      if input.name == Statement.input, let statement {
        return .statement(statement)
      }
      let shape = input.shape
      guard input.name.hasPrefix("noise"),
        let side = Int(input.name.dropFirst(5)), side >= 1,
        side <= FieldGeometry.block, FieldGeometry.block % side == 0,
        shape.count == 4, let depth = shape[3], (1...64).contains(depth)
      else {
        throw .codec(
          LatentFieldError.model(
            reason: "a head wants an input '\(input.name)'"))
      }
      return .noise(side: side, depth: depth)
    }
  }

  /// Its shape: all rows of the picture, the columns that the tile's network
  /// sees.
  func shape(_ source: Source) -> [Int] {
    func shape(_ side: Int, _ channels: Int) -> [Int] {
      [
        1, geometry.cellRows * side, tile.outerColumns.count * side, channels,
      ]
    }
    return switch source {
    case .fine:
      shape(FieldGeometry.side, BlockMeans.planes + model.fine.layout.coded)
    case .coarse: shape(1, model.coarse.layout.coded)
    case .quality(let side): shape(side, model.conditionWidth)
    case .statement(let told): told.shape
    case .noise(let side, let depth): shape(FieldGeometry.cell / side, depth)
    }
  }

  /// Writes some lines of one.
  func fill(
    _ source: Source, _ lines: Range<Int>,
    _ target: UnsafeMutableBufferPointer<Float>
  ) {
    switch source {
    case .fine: fine(lines, target)
    case .coarse: coarse(lines, target)
    case .quality(let side):
      model.conditions(
        latents.quality, lines: lines, columns: tile.outerColumns, side: side,
        to: target)
    case .statement(let told): _ = target.update(from: told.values)
    case .noise(let side, let depth): noise(side, depth, lines, target)
    }
  }

  private func fine(
    _ rows: Range<Int>, _ target: UnsafeMutableBufferPointer<Float>
  ) {
    let (planes, channels) = (BlockMeans.planes, model.fine.layout.coded)
    let (side, stride) = (FieldGeometry.side, latents.means.columns)
    let columns =
      tile.outerColumns.lowerBound * side..<tile.outerColumns.upperBound * side
    let steps = latents.quality.levels.map { Array(model.fineStep64($0)) }
    latents.fine.withUnsafeBufferPointer { values in
      latents.means.values.withUnsafeBufferPointer { means in
        var place = 0
        for row in rows {
          for column in columns {
            let block = row * stride + column
            for plane in 0..<planes {
              target[place + plane] =
                Float(means[planes * block + plane]) / BlockMeans.places
            }
            place += planes
            let level = latents.quality.level(row, column, shift: 2)
            steps[level].withUnsafeBufferPointer { step in
              for channel in 0..<channels {
                target[place + channel] =
                  Float(values[block * channels + channel]) * step[channel]
              }
            }
            place += channels
          }
        }
      }
    }
  }

  private func coarse(
    _ rows: Range<Int>, _ target: UnsafeMutableBufferPointer<Float>
  ) {
    let channels = model.coarse.layout.coded
    let quality = latents.quality
    var place = 0
    for row in rows {
      for column in tile.outerColumns {
        let first = (row * quality.columns + column) * channels
        let steps = model.coarseStep64(
          quality.levels[quality.level(row, column, shift: 0)])
        for (channel, step) in steps.enumerated() {
          target[place + channel] =
            Float(latents.coarse[first + channel]) * step
        }
        place += channels
      }
    }
  }

  /// Stream 1 is that of a whole block, 2 any other.
  private func noise(
    _ side: Int, _ depth: Int, _ rows: Range<Int>,
    _ target: UnsafeMutableBufferPointer<Float>
  ) {
    let source = CommonRandomness(
      seed: seed, stream: side == FieldGeometry.block ? 1 : 2)
    let scale = FieldGeometry.cell / side
    let width = geometry.cellColumns * scale
    let count = tile.outerColumns.count * scale * depth
    for (line, row) in rows.enumerated() {
      let first =
        (row * width + tile.outerColumns.lowerBound * scale) * depth
      // The generator counts modulo 2^32; so do the places.
      let wrapped = first & 0xFFFF_FFFF
      let end = min(wrapped + count, 1 << 32)
      let values =
        source.normal(picture: 0, wrapped..<end)
        + source.normal(picture: 0, 0..<count - (end - wrapped))
      _ = target[line * count..<(line + 1) * count].update(from: values)
    }
  }
}
