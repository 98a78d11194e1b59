import NeuralInference
import StrictJSON

/// What a pack says about itself: the JSON text `rdc` in its header.
///
/// The members that every pack has, and one set of members for what it codes.
/// Graphs are read when they are asked for.
public struct PackDescription: Sendable {
  /// What the pack codes.
  public enum Content: Sendable {
    /// Pictures of one size, each a short vector of latents: digits.
    case latentVector(LatentVectorDescription)
    /// Pictures of any size, each a plane of latents: photos.
    case latentField(LatentFieldDescription)
  }

  /// The version of the pack format.
  public let format: Int
  /// The model's name, as `--model` takes it.
  public let name: String
  /// What the pack codes.
  public let content: Content
  /// CRC-32 of each tensor's bytes.
  public let crc32: [String: UInt32]
  private let graphs: [String: JSONValue]

  /// Reads a description; a member `photo` holds that of a latent field, the
  /// members of a latent vector stand beside the common ones.
  ///
  /// - Throws: `PackError.badDescription`, `PackError.unsupportedFormat`.
  init(_ bytes: [UInt8]) throws(PackError) {
    do {
      let json = try JSONValue(bytes)
      format = try json.member("format").integer()
      guard format == ModelPack.supportedFormat else {
        throw PackError.unsupportedFormat(
          found: format, supported: ModelPack.supportedFormat)
      }
      name = try json.member("name").string()
      graphs = Dictionary(
        try json.member("graphs").members().map { ($0.name, $0.value) }
      ) { first, _ in first }
      var crc32: [String: UInt32] = [:]
      for (name, value) in try json.member("crc32").members() {
        guard let sum = UInt32(exactly: try value.integer()) else {
          throw value.failure("is no CRC-32")
        }
        crc32[name] = sum
      }
      self.crc32 = crc32
      if let photo = try json.member(ifPresent: "photo") {
        content = .latentField(try LatentFieldDescription(photo))
      } else {
        content = .latentVector(try LatentVectorDescription(json))
      }
    } catch let error as PackError {
      throw error
    } catch {
      throw .badDescription(reason: "\(error)")
    }
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

  /// The members of a latent vector, if that is what the pack codes.
  public var latentVector: LatentVectorDescription? {
    if case .latentVector(let description) = content {
      description
    } else {
      nil
    }
  }

  /// The members of a latent field, if that is what the pack codes.
  public var latentField: LatentFieldDescription? {
    if case .latentField(let description) = content { description } else { nil }
  }
}
