import StrictJSON

/// The layout of safetensors: a JSON header, then the tensors' bytes.
///
/// Source: the format section of github.com/huggingface/safetensors. Every
/// offset is checked here once; what is read later cannot leave the content.
struct Safetensors: Sendable {
  /// One tensor: its type, shape and place in the content.
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
    case uint32 = "U32"
    case uint8 = "U8"

    var size: Int {
      switch self {
      case .float32, .int32, .uint32: 4
      case .float16, .uint16, .int16: 2
      case .uint8: 1
      }
    }
  }

  /// The JSON bytes of the header, as a part of the content.
  let header: Range<Int>
  /// The texts of the entry `__metadata__`, as JSON strings.
  let metadata: JSONValue?
  let entries: [String: Entry]

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - head: the first bytes of the content, with the whole header.
  ///   - count: the bytes of the whole content.
  /// - Throws: `PackError.badHeader` or `PackError.badTensor`.
  init(head: [UInt8], count: Int) throws(PackError) {
    header = try Self.header(of: head)
    var entries: [String: Entry] = [:]
    var metadata: JSONValue?
    var end = 0
    do {
      let members = try JSONValue(Array(head[header])).members()
      entries.reserveCapacity(members.count)
      for (name, value) in members {
        if name == "__metadata__" {
          metadata = value
          continue
        }
        let entry = try Self.entry(name, value, in: header.upperBound..<count)
        end = max(end, entry.range.upperBound)
        guard entries.updateValue(entry, forKey: name) == nil else {
          throw PackError.badTensor(name: name, reason: "is there twice")
        }
      }
    } catch let error as PackError {
      throw error
    } catch let error as JSONError {
      throw .badHeader(offset: 8 + error.offset, reason: error.reason)
    } catch {
      throw .badHeader(offset: 8, reason: "\(error)")
    }
    guard max(end, header.upperBound) == count else {
      throw .badHeader(
        offset: 0,
        reason: "the tensors end at byte \(end), the content at \(count)")
    }
    self.metadata = metadata
    self.entries = entries
  }

  /// Where the JSON bytes of the header are.
  ///
  /// - Throws: `PackError.badHeader`.
  static func header(of head: [UInt8]) throws(PackError) -> Range<Int> {
    guard head.count >= 8 else {
      throw .badHeader(offset: 0, reason: "\(head.count) bytes are too few")
    }
    var length: UInt64 = 0
    for byte in head[..<8].reversed() { length = length << 8 | UInt64(byte) }
    guard length <= UInt64(head.count - 8) else {
      throw .badHeader(offset: 0, reason: "header of \(length) bytes")
    }
    return 8..<(8 + Int(length))
  }

  private static func entry(
    _ name: String, _ json: JSONValue, in room: Range<Int>
  ) throws -> Entry {
    let dtype = try json.member("dtype").string()
    guard let type = ElementType(rawValue: dtype) else {
      throw PackError.badTensor(name: name, reason: "unknown type \(dtype)")
    }
    let shape = try json.member("shape").integers()
    let offsets = try json.member("data_offsets").integers()
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      offsets[1] <= room.count
    else {
      throw PackError.badTensor(
        name: name, reason: "bytes \(offsets) are not there")
    }
    var size = type.size
    for dimension in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else {
        throw PackError.badTensor(name: name, reason: "shape \(shape)")
      }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw PackError.badTensor(
        name: name,
        reason: "shape \(shape) asks for \(size) bytes, "
          + "found \(offsets[1] - offsets[0])")
    }
    let start = room.lowerBound + offsets[0]
    return Entry(type: type, shape: shape, range: start..<(start + size))
  }
}
