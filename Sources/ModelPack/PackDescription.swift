import NeuralInference
import StrictJSON

/// What a pack says about itself: the JSON text `rdc` in its header.
///
/// Here are the members that every pack has; those of its kind are read by the
/// codec of that kind. Graphs are read when they are asked for.
public struct PackDescription: Sendable {
  /// The version of the pack format.
  public let format: Int
  /// The model's name, as `--model` takes it.
  public let name: String
  /// What the pack codes; the name of the codec that reads it.
  public let kind: String
  /// The whole description, for the codec.
  public let json: JSONValue
  /// CRC-32 of each tensor's bytes.
  public let crc32: [String: UInt32]
  private let graphs: [String: JSONValue]

  /// Reads a description.
  ///
  /// - Throws: `PackError.badDescription`, `PackError.unsupportedFormat`.
  init(_ bytes: [UInt8]) throws(PackError) {
    do {
      json = try JSONValue(bytes)
      format = try json.member("format").integer()
      guard format == ModelPack.supportedFormat else {
        throw PackError.unsupportedFormat(
          found: format, supported: ModelPack.supportedFormat)
      }
      name = try json.member("name").string()
      kind = try Self.kind(of: json)
      graphs = Dictionary(
        try json.member("graphs").members().map { ($0.name, $0.value) }
      ) { first, _ in first }
      let sums = try json.member("crc32").members()
      var crc32 = [String: UInt32](minimumCapacity: sums.count)
      for (name, value) in sums {
        guard let sum = UInt32(exactly: try value.integer()) else {
          throw value.failure("is no CRC-32")
        }
        crc32[name] = sum
      }
      self.crc32 = crc32
    } catch let error as PackError {
      throw error
    } catch {
      throw .badDescription(reason: "\(error)")
    }
  }

  /// The member `kind`; packs of latent fields have a member `photo` instead.
  private static func kind(of json: JSONValue) throws(JSONError) -> String {
    if let kind = try json.member(ifPresent: "kind") {
      return try kind.string()
    }
    if try json.member(ifPresent: "photo") != nil { return "latent-field" }
    return try json.member("kind").string()
  }

  /// The names of the pack's networks, sorted.
  public var graphNames: [String] { graphs.keys.sorted() }

  /// Whether the pack has a network of that name.
  public func hasGraph(_ name: String) -> Bool { graphs[name] != nil }

  /// A network of the pack.
  ///
  /// - Throws: `PackError.badGraph` if there is none, or it does not decode.
  public func graph(_ name: String) throws(PackError) -> GraphDescription {
    guard let json = graphs[name] else {
      throw .badGraph(name: name, reason: "not in the pack")
    }
    do {
      return try GraphDescription(json)
    } catch {
      throw .badGraph(name: name, reason: "\(error)")
    }
  }
}
