import Codec
import NeuralInference

/// What the means of blocks look like: pixels at an eighth of a picture's size
/// or less, without its fine latents and without a network over the picture.
///
/// The head says once, at plain pictures of one cell, which colour the means
/// stand for; that is linear within half a level. A lapped transform's mean
/// reaches over its block's edges, so that the mean of the block itself is
/// 14/16 of it and 1/16 of either neighbour, down the columns and along the
/// rows.
struct BlockColours: Sendable {
  /// The colour of means of 0, [3].
  private let origin: [Float]
  /// What a unit of each mean adds to it, [planes, 3].
  private var gains: [[Float]]

  /// How far from 0 the means of the plain pictures lie, in the picture's unit:
  /// far enough for a sure slope, and no channel leaves 0 to 255.
  private static let reach: Float = 512

  /// Looks at the plain pictures of a quality index.
  init(
    _ model: FieldModel, quality: Int, execution: Execution
  ) throws(RDCError) {
    let head = try PlainCell(model, quality: quality, execution)
    origin = try head.look(plane: 0, value: 0).colour
    gains = []
    for plane in 0..<BlockMeans.planes {
      let low = try head.look(plane: plane, value: -Self.reach)
      let high = try head.look(plane: plane, value: Self.reach)
      gains.append(
        zip(high.colour, low.colour).map {
          ($0 - $1) / (high.mean - low.mean)
        })
    }
  }

  /// Samples at 1/`scale` of a picture's size, three a pixel or one for gray;
  /// the scale is 8 or a multiple of it.
  func samples(
    of means: BlockMeans, _ geometry: FieldGeometry, scale: Int, isGray: Bool
  ) -> [UInt8] {
    let filtered = Self.filtered(means)
    let side = scale / FieldGeometry.block
    // Blocks that lie in the picture, be it in part.
    let rows = FieldGeometry.side(geometry.height, scale: FieldGeometry.block)
    let columns = FieldGeometry.side(geometry.width, scale: FieldGeometry.block)
    var samples: [UInt8] = []
    for top in stride(from: 0, to: rows, by: side) {
      let down = top..<min(top + side, rows)
      for left in stride(from: 0, to: columns, by: side) {
        let along = left..<min(left + side, columns)
        let colour = colour(
          of: (0..<BlockMeans.planes).map { plane in
            var sum = 0
            for row in down {
              for column in along {
                sum +=
                  filtered[
                    (row * means.columns + column) * BlockMeans.planes + plane]
              }
            }
            return Float(sum)
              / (256 * BlockMeans.places * Float(down.count * along.count))
          })
        if isGray {
          samples.append(
            Self.sample((colour[0] + colour[1] + colour[2]) / 3))
        } else {
          samples += colour.map(Self.sample)
        }
      }
    }
    return samples
  }

  /// The colour that means stand for, in the picture's unit.
  private func colour(of means: [Float]) -> [Float] {
    origin.indices.map { channel in
      zip(gains, means).reduce(origin[channel]) { sum, term in
        sum.addingProduct(term.0[channel], term.1)
      }
    }
  }

  /// The nearest sample; what is no number is black.
  private static func sample(_ value: Float) -> UInt8 {
    value > 0 ? UInt8(min(value, 255) + 0.5) : 0
  }

  /// Means of the blocks themselves, times 256; the outermost are their own
  /// neighbours.
  private static func filtered(_ means: BlockMeans) -> [Int] {
    let (rows, columns) = (means.rows, means.columns)
    let line = columns * BlockMeans.planes
    func filter(_ before: Int, _ here: Int, _ behind: Int) -> Int {
      before + 14 * here + behind
    }
    var tall: [Int] = []
    tall.reserveCapacity(means.values.count)
    for row in 0..<rows {
      let above = max(row - 1, 0) * line
      let below = min(row + 1, rows - 1) * line
      for place in 0..<line {
        tall.append(
          filter(
            Int(means.values[above + place]),
            Int(means.values[row * line + place]),
            Int(means.values[below + place])))
      }
    }
    return tall.indices.map { place in
      let column = place % line
      let step = BlockMeans.planes
      return filter(
        tall[column < step ? place : place - step], tall[place],
        tall[column >= line - step ? place : place + step])
    }
  }
}
