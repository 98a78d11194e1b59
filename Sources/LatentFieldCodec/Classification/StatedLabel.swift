import Codec
import Container
import ModelPack
import NeuralInference
import PictureFiles

/// What the encoder's classifier read in a picture, told in a byte so that a
/// head can bring it out again. Both directions.
///
/// Only pictures of the size that the classifier was made for have one. The
/// label is a part of the message as it is with digits, whose search asks the
/// same of a classifier (arXiv 2504.13191, whose encoder is trained on the
/// label's cross-entropy).
enum StatedLabel {
  /// The name of the input by which a head reads the label.
  static let input = "labels"

  /// The sections that a picture's label needs; none if no head would read it.
  ///
  /// - Throws: as `FieldClassifier`.
  static func sections(
    of picture: Picture, model: FieldModel, execution: Execution
  ) throws(RDCError) -> [Section] {
    guard try isStated(width: picture.width, height: picture.height, model)
    else { return [] }
    let classifier = try FieldClassifier(model.codec, .guide)
    let label = try classifier.logits([picture], execution: execution)
      .argmaxRows()[0]
    return [Section(.label, isRequired: false, bytes: [UInt8(label)])]
  }

  /// Whether the encoder is to state what its classifier reads in a picture:
  /// one of the classifier's size, for a head that takes a label.
  private static func isStated(
    width: Int, height: Int, _ model: FieldModel
  ) throws(RDCError) -> Bool {
    guard let guide = model.field.classifiers?.guide else { return false }
    let pack = model.codec.pack.description
    do throws(PackError) {
      let shape = try pack.graph(guide).inputs.first?.shape ?? []
      guard shape.dropFirst().prefix(2).elementsEqual([height, width]) else {
        return false
      }
      for head in model.codec.heads {
        let inputs = try pack.graph(head.rawValue).inputs
        if inputs.contains(where: { $0.name == input }) { return true }
      }
      return false
    } catch {
      throw .pack(error)
    }
  }

  /// The label that a file states.
  static func read(
    _ file: RDCFile, _ model: FieldModel
  ) throws(RDCError) -> Int? {
    guard let section = file.section(.label) else { return nil }
    let known = model.labelCount
    guard section.bytes.count == 1, section.bytes[0] < known else {
      throw .codec(
        LatentFieldError.section(
          Section.Tag.label.name,
          reason: "\(section.bytes) is none of \(known) labels"))
    }
    return Int(section.bytes[0])
  }

  /// What a head reads: a 1 at the label, or zeros, [1, width].
  static func tensor(
    _ label: Int?, width: Int
  ) throws(RDCError) -> Tensor {
    try Tensor.of([1, width], (0..<width).map { $0 == label ? 1 : 0 })
  }
}
