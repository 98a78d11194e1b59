import ModelPack
import NeuralInference
import StrictJSON

/// What codecs ask of a pack, with their own error.
extension ModelPack {
  /// The model's name, as `--model` takes it.
  public var name: String { description.name }

  /// A network with its weights.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func network(_ name: String) throws(RDCError) -> Graph {
    do { return try graph(name) } catch { throw .pack(error) }
  }

  /// The gradient of a network to one of its inputs.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func networkGradient(
    _ name: String, to input: String
  ) throws(RDCError) -> Graph {
    do { return try gradient(of: name, to: input) } catch {
      throw .pack(error)
    }
  }

  /// A float tensor of a shape, `nil` for any size.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func floats(
    _ name: String, shape: [Int?]
  ) throws(RDCError) -> Tensor {
    let tensor: Tensor
    do { tensor = try self.tensor(name) } catch { throw .pack(error) }
    guard tensor.shape.count == shape.count,
      zip(tensor.shape, shape).allSatisfy({ $1 == nil || $0 == $1 })
    else {
      throw .pack(.badTensor(name: name, reason: "shape \(tensor.shape)"))
    }
    return tensor
  }

  /// An integer tensor that must have a shape.
  ///
  /// - Throws: ``RDCError/pack(_:)``.
  public func integers(
    _ name: String, shape: [Int]
  ) throws(RDCError) -> [Int32] {
    let found: (shape: [Int], values: [Int32])
    do { found = try integers(name) } catch { throw .pack(error) }
    guard found.shape == shape else {
      throw .pack(
        .badTensor(
          name: name, reason: "shape \(found.shape), expected \(shape)"))
    }
    return found.values
  }

  /// The pack's description, read by what a kind makes of it.
  ///
  /// - Throws: ``RDCError/pack(_:)`` with the place that does not fit.
  public func describe<Description>(
    _ read: (JSONValue) throws(JSONError) -> Description
  ) throws(RDCError) -> Description {
    do {
      return try read(description.json)
    } catch {
      throw .pack(.badDescription(reason: "\(error)"))
    }
  }
}
