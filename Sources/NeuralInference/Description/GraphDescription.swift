import StrictJSON

/// A network as data: what goes in, the layers in the order of their
/// computation, and which tensors come out.
public struct GraphDescription: Encodable, Sendable, Equatable {
  /// The tensors that the caller gives.
  public let inputs: [InputDescription]
  /// The layers; each uses inputs and outputs of layers before it only.
  public let layers: [LayerDescription]
  /// Name of the tensor that is the result.
  public let output: String
  /// Names of further tensors of interest, e.g. features; may be missing.
  public let extraOutputs: [String]?

  /// Makes a description; it is checked when a graph is built from it.
  public init(
    inputs: [InputDescription], layers: [LayerDescription], output: String,
    extraOutputs: [String]? = nil
  ) {
    self.inputs = inputs
    self.layers = layers
    self.output = output
    self.extraOutputs = extraOutputs
  }

  /// Reads a description from JSON.
  ///
  /// - Throws: `InferenceError.malformedDescription`,
  ///   `InferenceError.unknownOperation`.
  public init(json: [UInt8]) throws(InferenceError) {
    do {
      try self.init(JSONValue(json))
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .malformedDescription(path: "", reason: "\(error)")
    }
  }

  /// Reads a description that is a part of a longer text.
  ///
  /// - Throws: as above.
  public init(_ json: JSONValue) throws(InferenceError) {
    do {
      inputs = try json.member("inputs").elements().map {
        try InputDescription($0)
      }
      layers = try json.member("layers").elements().map {
        try LayerDescription($0)
      }
      output = try json.member("output").string()
      extraOutputs = try json.member(ifPresent: "extraOutputs")?.elements()
        .map { try $0.string() }
    } catch let error as InferenceError {
      throw error
    } catch let error as JSONError {
      throw .malformedDescription(path: error.path, reason: error.reason)
    } catch {
      throw .malformedDescription(path: "", reason: "\(error)")
    }
  }
}
