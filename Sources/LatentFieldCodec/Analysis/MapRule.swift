import Codec
import PictureFiles
import RealModule

/// The encoder's rule for a quality map: finer where it is flat, and where the
/// classifier looks.
///
/// Errors that a texture hides show in a sky or a face as blotches, and a
/// classifier reads a picture in few places. The rule's weights belong to the
/// pack, as those of the search do; files tell what came of it, so a decoder
/// does not know it.
struct MapRule: Sendable {
  private let weights: LatentFieldDescription.MapWeights

  init(_ weights: LatentFieldDescription.MapWeights) {
    self.weights = weights
  }

  /// Whether what a classifier sees counts.
  var looks: Bool { weights.look != 0 }

  /// Octaves of a cell's flatness, and of what the classifier sees in it, that
  /// count.
  private static let (flattest, busiest) = (6.0, -2.0)
  private static let (most, least) = (1.5, -2.0)
  /// Octaves of one more than the deviation of luma in a usual cell.
  private static let usual = 3.0
  /// What is added to a place's share, so that nothing is not minus infinity.
  private static let floor = 0.25

  /// What speaks for finer steps in each cell of a picture.
  func reasons(
    in picture: Picture, _ geometry: FieldGeometry, _ attention: Attention?
  ) -> Reasons {
    var cells: [(flatness: Double, always: Double)] = []
    for row in 0..<geometry.cellRows {
      for column in 0..<geometry.cellColumns {
        let octaves = Self.flatness(of: picture, row, column)
        var look = 0.0
        if let attention {
          let share = attention.share(of: picture, row, column)
          let seen = Double.log2(share + Self.floor)
          look = weights.look * min(max(seen, Self.least), Self.most)
        }
        let busy = weights.flat * weights.busy * min(octaves, 0)
        cells.append((max(octaves, 0), busy + look))
      }
    }
    return Reasons(
      weights: weights, columns: geometry.cellColumns, cells: cells)
  }

  /// What a picture's maps at all qualities are made of.
  struct Reasons: Sendable {
    fileprivate let weights: LatentFieldDescription.MapWeights
    fileprivate let columns: Int
    /// Octaves of flatness, and steps that all qualities share: for what is
    /// busy and what a classifier sees.
    fileprivate let cells: [(flatness: Double, always: Double)]

    /// The map at a share of the qualities, 0 … 1; nil where no cell differs
    /// from the picture.
    ///
    /// Flatness weighs less at a high quality, where its errors are not seen.
    /// What is busy keeps its weight: many cells of a picture are as busy as
    /// counts, and if all of them changed their step at one quality, no file
    /// would have a size between.
    func map(at share: Double) -> QualityMap? {
      let weight =
        weights.flat + share * (weights.flatAtBest - weights.flat)
      var steps: [Int8] = []
      for cell in cells {
        steps.append(
          QualityMap.step(
            nearest: weight * cell.flatness + cell.always, after: steps,
            columns: columns))
      }
      return steps.allSatisfy { $0 == 0 } ? nil : QualityMap(steps: steps)
    }
  }

  /// Octaves by which a cell is flatter than usual; 0 if it has no whole block.
  ///
  /// The median deviation of luma in its blocks tells: a few edges do not
  /// count.
  private static func flatness(
    of picture: Picture, _ row: Int, _ column: Int
  ) -> Double {
    let (side, block) = (FieldGeometry.side, FieldGeometry.block)
    var found: [Double] = []
    for place in 0..<side * side {
      let top = (row * side + place / side) * block
      let left = (column * side + place % side) * block
      guard top + block <= picture.height, left + block <= picture.width else {
        continue
      }
      found.append(deviation(of: picture, top: top, left: left))
    }
    guard !found.isEmpty else { return 0 }
    found.sort()
    let median = found[(found.count - 1) / 2]
    return min(max(usual - Double.log2(1 + median), busiest), flattest)
  }

  /// Deviation of luma (Rec. 601) in a block, in levels.
  private static func deviation(
    of picture: Picture, top: Int, left: Int
  ) -> Double {
    let block = FieldGeometry.block
    let channels = picture.colorSpace.channels
    let samples = picture.samples
    // In 1/256 of a level.
    var (sum, squares) = (0, 0)
    for y in top..<top + block {
      let start = (y * picture.width + left) * channels
      for place in stride(
        from: start, to: start + block * channels, by: channels)
      {
        let luma =
          channels == 3
          ? 77 * Int(samples[place]) + 150 * Int(samples[place + 1])
            + 29 * Int(samples[place + 2]) : 256 * Int(samples[place])
        sum += luma
        squares += luma * luma
      }
    }
    let count = block * block
    return Double(count * squares - sum * sum).squareRoot()
      / Double(count * 256)
  }
}
