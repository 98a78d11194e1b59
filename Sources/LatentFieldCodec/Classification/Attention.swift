import Codec
import NeuralInference
import PictureFiles

/// What the encoder's classifier sees in a picture, and where.
///
/// The class activation map of Zhou et al. (2016), eq. 2, of all labels that
/// are stated: the last features times the labels' weights, of which the mean
/// over all labels is taken away, for what speaks for everything tells nothing.
struct Attention: Sendable {
  /// What it sees.
  let statement: Statement
  /// What each place of the last features tells of that, at least 0 and 1 in
  /// the mean, [side, side].
  private let strength: [Float]
  private let side: Int

  /// Looks at a picture; nil where the model has no classifier, the picture
  /// fewer pixels than it reads, or nothing is seen.
  ///
  /// - Throws: as ``FieldClassifier``.
  init?(
    _ picture: Picture, _ model: FieldModel, _ execution: Execution
  ) throws(RDCError) {
    guard let classifier = try model.guide(for: picture) else { return nil }
    let sight = try classifier.look(at: picture, execution: execution)
    let seen = try Labels.probabilities(sight.logits)
    guard let statement = Statement(of: seen.values) else { return nil }
    let shape = sight.features.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == shape[2] else {
      throw .codec(
        LatentFieldError.model(reason: "its classifier's features \(shape)"))
    }
    let (side, features) = (shape[1], shape[3])
    let direction = try model.direction(of: statement, features: features)
    var strength = (0..<side * side).map { place in
      (0..<features).reduce(Float(0)) {
        $0 + direction[$1] * sight.features.values[place * features + $1]
      }
    }.map { max($0, 0) }
    let mean = strength.reduce(0, +) / Float(strength.count)
    strength = strength.map { $0 / (mean + 1e-6) }
    self.statement = statement
    self.strength = strength
    self.side = side
  }

  /// What the place in the middle of a cell of 32×32 pixels tells, 1 in the
  /// mean; what lies outside of the classifier's square tells nothing.
  func share(of picture: Picture, _ row: Int, _ column: Int) -> Double {
    let size = PictureSquare.middle(of: picture).size
    // Places left and right of the middle, and their parts.
    func places(_ cell: Int, _ length: Int) -> [(place: Int, part: Double)] {
      let middle = Double(cell * FieldGeometry.cell + FieldGeometry.cell / 2)
      let start = Double((length - size) / 2)
      let found = (middle - start) / Double(size) * Double(side) - 0.5
      let first = Int(found.rounded(.down))
      let share = found - Double(first)
      return [(first, 1 - share), (first + 1, share)].filter {
        (0..<side).contains($0.0)
      }
    }
    let columns = places(column, picture.width)
    return places(row, picture.height).reduce(0) { sum, y in
      columns.reduce(sum) {
        $0 + Double(strength[y.place * side + $1.place]) * y.part * $1.part
      }
    }
  }
}

extension FieldModel {
  /// Weights of stated labels times their probabilities, less the mean over
  /// all labels.
  fileprivate func direction(
    of statement: Statement, features: Int
  ) throws(RDCError) -> [Float] {
    let weights = try classWeights(features: features).values
    return (0..<features).map { feature in
      let row = weights[feature * labelCount..<(feature + 1) * labelCount]
      let mean = row.reduce(0, +) / Float(labelCount)
      return zip(statement.labels, statement.probabilities).reduce(0) {
        $0 + $1.1 * (row[row.startIndex + $1.0] - mean)
      }
    }
  }
}
