import StrictJSON

/// Why a graph could not be built or run.
public enum InferenceError: Error, Sendable, Equatable {
  /// `RDC_ISA` names no instruction set.
  case unknownInstructionSet(String)
  /// `RDC_ISA` names one that this processor or build does not have.
  case instructionSetUnavailable(InstructionSet)
  /// A number of threads below 1.
  case invalidThreadCount(Int)
  /// The JSON of a description is not one; where and why.
  case malformedDescription(path: String, reason: String)
  /// A layer asks for an operation that does not exist.
  case unknownOperation(String, layer: String)
  /// Two tensors of a graph have the same name.
  case duplicateName(String)
  /// A layer or an output names a tensor that is not computed before it.
  case unknownTensor(String, usedBy: String)
  /// A layer has too few or too many inputs.
  case inputCount(layer: String, expected: Int, found: Int)
  /// An attribute of a layer is outside what its operation allows.
  case invalidAttribute(layer: String, attribute: String, reason: String)
  /// The source of weights has none of this name.
  case weightUnavailable(String, reason: String)
  /// A weight has another shape than its layer needs (`nil`: any size).
  case weightShape(String, layer: String, expected: [Int?], found: [Int])
  /// A weight is infinite or not a number.
  case nonFiniteWeight(String, index: Int)
  /// The input of a layer does not fit it (`nil`: any or not yet known size).
  case shapeMismatch(layer: String, expected: [Int?], found: [Int?])
  /// The values of a tensor do not fill its shape.
  case tensorCount(shape: [Int], expected: Int, found: Int)
  /// A dimension is below 1.
  case invalidShape([Int], of: String)
  /// A size does not fit into an integer.
  case sizeOverflow(of: String)
  /// A size is beyond its limit.
  case limitExceeded(what: String, requested: Int, limit: Int)
  /// There is no memory for the tensors of a run.
  case outOfMemory(bytes: Int)
  /// The caller did not give an input of the graph.
  case missingInput(String)
  /// The caller gave an input that the graph does not have.
  case unexpectedInput(String)
  /// The caller gave an input of another shape (`nil`: any size).
  case inputShape(String, expected: [Int?], found: [Int])
}

extension InferenceError: CustomStringConvertible {
  /// One line that says what is wrong and where.
  public var description: String {
    switch self {
    case .unknownInstructionSet(let name):
      let names = InstructionSet.allCases.map(\.rawValue)
      return "unknown instruction set “\(name)” in RDC_ISA "
        + "(known: \(names.joined(separator: ", ")))"
    case .instructionSetUnavailable(let isa):
      return "this processor does not have the instruction set \(isa.rawValue)"
    case .invalidThreadCount(let count):
      return "\(count) threads; at least 1 is needed"
    case .malformedDescription(let path, let reason):
      return "graph description, at “\(path)”: \(reason)"
    case .unknownOperation(let name, let layer):
      return "layer “\(layer)”: unknown operation “\(name)”"
    case .duplicateName(let name):
      return "two tensors are named “\(name)”"
    case .unknownTensor(let name, let user):
      return "“\(user)” uses “\(name)”, which is not computed before it"
    case .inputCount(let layer, let expected, let found):
      return "layer “\(layer)”: \(found) inputs, expected \(expected)"
    case .invalidAttribute(let layer, let attribute, let reason):
      return "layer “\(layer)”: \(attribute) \(reason)"
    case .weightUnavailable(let name, let reason):
      return "weight “\(name)”: \(reason)"
    case .weightShape(let name, let layer, let expected, let found):
      return "layer “\(layer)”: weight “\(name)” is \(found), "
        + "expected \(Self.text(expected))"
    case .nonFiniteWeight(let name, let index):
      return "weight “\(name)”: value \(index) is not finite"
    case .shapeMismatch(let layer, let expected, let found):
      return "layer “\(layer)”: input is \(Self.text(found)), "
        + "expected \(Self.text(expected))"
    case .tensorCount(let shape, let expected, let found):
      return "a tensor of shape \(shape) has \(found) values, "
        + "expected \(expected)"
    case .invalidShape(let shape, let name):
      return "“\(name)”: \(shape) has a dimension below 1"
    case .sizeOverflow(let name):
      return "“\(name)”: its size does not fit into an integer"
    case .limitExceeded(let what, let requested, let limit):
      return "\(what): \(requested) exceeds the limit of \(limit)"
    case .outOfMemory(let bytes):
      return "no memory for \(bytes) bytes"
    case .missingInput(let name):
      return "input “\(name)” is missing"
    case .unexpectedInput(let name):
      return "the graph has no input “\(name)”"
    case .inputShape(let name, let expected, let found):
      return "input “\(name)” is \(found), expected \(Self.text(expected))"
    }
  }

  private static func text(_ shape: [Int?]) -> String {
    "[" + shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
      + "]"
  }
}
