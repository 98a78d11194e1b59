import Codec
import Container
import ModelPack
import NeuralInference

/// A statement's way through a file, from the original to a head.
extension Statement {
  /// The name of the input by which a head reads a statement.
  static let input = "statement"

  /// The section of a file that holds it.
  var section: Section { Section(.label, isRequired: false, bytes: bytes) }

  /// What a file states.
  ///
  /// - Throws: ``LatentFieldError/section(_:reason:)`` for bytes that state
  ///   nothing that the model knows.
  static func read(
    _ file: RDCFile, known: Int
  ) throws(RDCError) -> Statement? {
    guard let section = file.section(.label) else { return nil }
    guard let found = Statement(section.bytes, known: known) else {
      throw .codec(
        LatentFieldError.section(
          Section.Tag.label.name,
          reason: "\(section.bytes) states none of \(known) labels"))
    }
    return found
  }

  /// Probabilities of all labels, [1, known]: what is left for those that are
  /// not stated is spread evenly.
  func probabilities(of known: Int) throws(RDCError) -> Tensor {
    let stated = probabilities
    let rest =
      (1 - stated.reduce(0, +)) / Float(max(1, known - stated.count))
    var all = [Float](repeating: rest, count: known)
    for (label, share) in zip(labels, stated) { all[label] = share }
    return try Tensor.of([1, known], all)
  }

  /// What a head reads, [1, features]: the classifier's weights of each stated
  /// label times its probability, added in the order of the labels; zeros
  /// without a statement.
  ///
  /// - Throws: ``LatentFieldError/model(reason:)`` if the classifier does not
  ///   end on a layer of so many features.
  static func tensor(
    _ statement: Statement?, _ model: FieldModel, features: Int
  ) throws(RDCError) -> Tensor {
    var sum = [Float](repeating: 0, count: features)
    if let statement {
      let weights = try model.classWeights(features: features).values
      let width = model.labelCount
      for (label, share) in zip(statement.labels, statement.probabilities) {
        for feature in 0..<features {
          // A fused multiply-add, in one order: the same bits everywhere.
          sum[feature].addProduct(share, weights[feature * width + label])
        }
      }
    }
    return try Tensor.of([1, features], sum)
  }
}

extension FieldModel {
  /// Weights of the classifier's last layer, [features, labels].
  func classWeights(features: Int) throws(RDCError) -> Tensor {
    let pack = codec.pack
    let last: LayerDescription?
    do throws(PackError) {
      last = try field.classifiers.map { classifiers throws(PackError) in
        try pack.description.graph(classifiers.guide)
      }?.layers.last
    } catch {
      throw .pack(error)
    }
    guard case .linear(let weight, _) = last?.operation else {
      throw .codec(
        LatentFieldError.model(
          reason: "its classifier does not end on a linear layer"))
    }
    return try pack.floats(weight, shape: [features, labelCount])
  }
}
