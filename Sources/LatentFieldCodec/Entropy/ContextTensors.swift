import Codec
import ModelPack

/// The tensors of one group's network, checked as they are read.
struct ContextTensors {
  let pack: ModelPack
  let prefix: String

  /// The anchors of the biases, and the outputs of the hidden layer.
  func hiddenLayer(
    qualities: Int
  ) throws(RDCError) -> (anchors: Int, hidden: Int) {
    let shape: [Int]
    do { shape = try pack.integers("\(prefix).hiddenBias").shape } catch {
      throw .pack(error)
    }
    guard shape.count == 2, shape[0] >= 2,
      (8...ContextGroup.hiddenLimit).contains(shape[1]),
      shape[1].isMultiple(of: 8),
      (qualities - 1) / ContextGroup.segment < shape[0]
    else {
      throw .codec(
        LatentFieldError.model(reason: "\(prefix): biases \(shape)"))
    }
    return (shape[0], shape[1])
  }

  /// A tensor of a shape, of any integers.
  func wide(_ part: String, _ shape: [Int]) throws(RDCError) -> [Int32] {
    try pack.integers("\(prefix).\(part)", shape: shape)
  }

  /// A tensor of a shape whose values fit in 16 bits.
  func short(_ part: String, _ shape: [Int]) throws(RDCError) -> [Int32] {
    let values = try wide(part, shape)
    guard values.allSatisfy({ Int32(Int16(truncatingIfNeeded: $0)) == $0 })
    else {
      throw .codec(
        LatentFieldError.model(reason: "\(prefix).\(part) is beyond 16 bits"))
    }
    return values
  }
}
