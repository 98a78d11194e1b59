#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The safetensors layout: a JSON header, then the tensors' bytes.
///
/// Source: the format section of github.com/huggingface/safetensors. Every
/// offset is checked here once; what is read later cannot leave the buffer.
struct Safetensors: Sendable {
  /// One tensor: its type, shape and place in `bytes`.
  struct Entry: Sendable {
    var type: ElementType
    var shape: [Int]
    var range: Range<Int>
  }

  /// The element types that packs use.
  enum ElementType: String, Sendable {
    case float32 = "F32"
    case float16 = "F16"
    case uint16 = "U16"
    case int16 = "I16"
    case int32 = "I32"
    case uint8 = "U8"

    var size: Int {
      switch self {
      case .float32, .int32: 4
      case .float16, .uint16, .int16: 2
      case .uint8: 1
      }
    }
  }

  let bytes: [UInt8]
  /// The JSON bytes of the header.
  let header: Range<Int>
  let metadata: [String: String]
  let entries: [String: Entry]

  init(_ bytes: [UInt8]) throws(PackError) {
    guard bytes.count >= 8 else {
      throw .badHeader(offset: 0, reason: "\(bytes.count) bytes are too few")
    }
    var length: UInt64 = 0
    for byte in bytes[..<8].reversed() { length = length << 8 | UInt64(byte) }
    guard length <= UInt64(bytes.count - 8) else {
      throw .badHeader(offset: 0, reason: "header of \(length) bytes")
    }
    let header = 8..<(8 + Int(length))
    let raw: [String: RawEntry]
    do {
      raw = try JSONDecoder().decode(
        [String: RawEntry].self, from: Data(bytes[header]))
    } catch {
      throw .badHeader(offset: 8, reason: "not the JSON of safetensors")
    }
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]
    for (name, value) in raw {
      switch value {
      case .metadata(let texts): metadata = texts
      case .tensor(let dtype, let shape, let offsets):
        entries[name] = try Self.entry(
          name, dtype, shape, offsets, in: header.upperBound..<bytes.count)
      }
    }
    self.bytes = bytes
    self.header = header
    self.metadata = metadata
    self.entries = entries
  }

  private static func entry(
    _ name: String, _ dtype: String, _ shape: [Int], _ offsets: [Int],
    in room: Range<Int>
  ) throws(PackError) -> Entry {
    guard let type = ElementType(rawValue: dtype) else {
      throw .badTensor(name: name, reason: "unknown type \(dtype)")
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      offsets[1] <= room.count
    else {
      throw .badTensor(name: name, reason: "bytes \(offsets) are not there")
    }
    var size = type.size
    for dimension in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else {
        throw .badTensor(name: name, reason: "shape \(shape)")
      }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw .badTensor(
        name: name,
        reason: "shape \(shape) asks for \(size) bytes, "
          + "found \(offsets[1] - offsets[0])")
    }
    let start = room.lowerBound + offsets[0]
    return Entry(type: type, shape: shape, range: start..<(start + size))
  }

  /// One value of the header's object: a tensor, or the metadata.
  private enum RawEntry: Decodable {
    case tensor(dtype: String, shape: [Int], offsets: [Int])
    case metadata([String: String])

    private enum Keys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Swift.Decoder) throws {
      let keyed = try decoder.container(keyedBy: Keys.self)
      if keyed.contains(.offsets) {
        self = .tensor(
          dtype: try keyed.decode(String.self, forKey: .dtype),
          shape: try keyed.decode([Int].self, forKey: .shape),
          offsets: try keyed.decode([Int].self, forKey: .offsets))
      } else {
        self = .metadata(try [String: String](from: decoder))
      }
    }
  }
}
