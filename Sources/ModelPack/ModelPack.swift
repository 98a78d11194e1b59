import CPNG
import EntropyCoding
import NeuralInference

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A model as data: graphs, weights, tables and provenance.
///
/// A pack is a safetensors file inside one zstd frame. Its header's metadata
/// entry `rdc` describes everything else and holds the CRC-32 of each tensor,
/// so the CRC-32 of the header covers the whole pack; that is its fingerprint.
/// Tensors are checked and widened only when they are asked for, because one
/// picture needs few of them.
public struct ModelPack: Sendable {
  /// The pack format that this reader knows.
  public static let supportedFormat = 1
  /// The most that a pack may hold when unpacked, in bytes.
  public static let sizeLimit = 256 << 20

  /// What the pack says about itself.
  public let description: PackDescription
  /// CRC-32 of the header, which names this model in a `.rdc` file.
  public let fingerprint: UInt32
  private let tensors: Safetensors

  /// Reads a pack; its tensors are checked when they are used.
  public init(_ bytes: UnsafeRawBufferPointer) throws(PackError) {
    tensors = try Safetensors(
      ZstdFrame.decompress(bytes, limit: Self.sizeLimit))
    fingerprint = Self.crc32(tensors.bytes, tensors.header)
    guard let text = tensors.metadata["rdc"] else {
      throw .badDescription(reason: "the entry 'rdc' is missing")
    }
    struct Format: Decodable { var format: Int }
    do {
      let data = Data(text.utf8)
      let format = try JSONDecoder().decode(Format.self, from: data).format
      guard format == Self.supportedFormat else {
        throw PackError.unsupportedFormat(
          found: format, supported: Self.supportedFormat)
      }
      description = try JSONDecoder().decode(PackDescription.self, from: data)
    } catch let error as PackError {
      throw error
    } catch {
      throw .badDescription(reason: "\(error)")
    }
  }

  /// Builds a graph of the pack with its weights.
  public func graph(_ name: String) throws(PackError) -> Graph {
    guard let graph = description.graphs[name] else {
      throw .badGraph(name: name, reason: "not in the pack")
    }
    do {
      return try Graph(graph) { try tensor($0) }
    } catch {
      throw .badGraph(name: name, reason: "\(error)")
    }
  }

  /// A tensor as float32; half precision is widened exactly.
  public func tensor(_ name: String) throws(PackError) -> Tensor {
    let entry = try checked(name)
    switch entry.type {
    case .float32:
      return try tensor(
        name, entry.shape,
        words(entry, as: UInt32.self).map(Float.init(bitPattern:)))
    case .float16:
      return try tensor(
        name, entry.shape,
        words(entry, as: UInt16.self).map(HalfPrecision.widen))
    default:
      throw .badTensor(
        name: name, reason: "type \(entry.type.rawValue) is not floating point")
    }
  }

  private func tensor(
    _ name: String, _ shape: [Int], _ values: [Float]
  ) throws(PackError) -> Tensor {
    do {
      return try Tensor(shape: shape, values: values)
    } catch {
      throw .badTensor(name: name, reason: "\(error)")
    }
  }

  /// A tensor of 16-bit integers, with its shape.
  public func table(
    _ name: String
  ) throws(PackError) -> (shape: [Int], values: [UInt16]) {
    let entry = try checked(name)
    guard entry.type == .uint16 else {
      throw .badTensor(
        name: name, reason: "type \(entry.type.rawValue), expected U16")
    }
    return (entry.shape, words(entry, as: UInt16.self))
  }

  /// The place of a tensor whose bytes match their checksum.
  private func checked(_ name: String) throws(PackError) -> Safetensors.Entry {
    guard let entry = tensors.entries[name],
      let expected = description.crc32[name]
    else { throw .missingTensor(name: name) }
    let found = Self.crc32(tensors.bytes, entry.range)
    guard found == expected else {
      throw .damagedTensor(name: name, expected: expected, found: found)
    }
    return entry
  }

  private func words<Word: FixedWidthInteger>(
    _ entry: Safetensors.Entry, as type: Word.Type
  ) -> [Word] {
    let count = entry.range.count / MemoryLayout<Word>.size
    return tensors.bytes.withUnsafeBytes { buffer in
      (0..<count).map {
        Word(
          littleEndian: buffer.loadUnaligned(
            fromByteOffset: entry.range.lowerBound + $0
              * MemoryLayout<Word>.size, as: type))
      }
    }
  }

  private static func crc32(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      let part = UnsafeBufferPointer(rebasing: $0[range])
      return UInt32(CPNG.crc32_z(0, part.baseAddress, part.count))
    }
  }
}
