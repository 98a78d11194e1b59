import Foundation

/// A network as data: what goes in, the layers in the order of their
/// computation, and which tensors come out.
public struct GraphDescription: Codable, Sendable, Equatable {
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
      self = try JSONDecoder().decode(Self.self, from: Data(json))
    } catch let error as InferenceError {
      throw error
    } catch let error as DecodingError {
      throw Self.malformed(error)
    } catch {
      throw .malformedDescription(path: "", reason: String(describing: error))
    }
  }

  private static func malformed(_ error: DecodingError) -> InferenceError {
    let context: DecodingError.Context
    var path: [any CodingKey] = []
    switch error {
    case .keyNotFound(let key, let at):
      context = at
      path = [key]
    case .typeMismatch(_, let at), .valueNotFound(_, let at),
      .dataCorrupted(let at):
      context = at
    @unknown default:
      return .malformedDescription(path: "", reason: "\(error)")
    }
    return .malformedDescription(
      path: (context.codingPath + path).map {
        $0.intValue.map(String.init) ?? $0.stringValue
      }.joined(separator: "."),
      reason: context.debugDescription)
  }
}
