import NeuralInference
import Support

/// A model as data: graphs, weights, tables and provenance.
///
/// A pack is a safetensors file in zstd frames, the header in the first. The
/// header's metadata entry `rdc` describes everything else and holds the CRC-32
/// of each tensor, so the CRC-32 of the header covers the whole pack; that is
/// its fingerprint. Tensors are inflated, checked and widened only when they
/// are asked for, because one picture needs few of them.
public struct ModelPack: Sendable {
  /// The pack format that this reader knows.
  public static let supportedFormat = 1
  /// The most that a pack may hold when unpacked, in bytes.
  public static let sizeLimit = 256 << 20

  /// What the pack says about itself.
  public let description: PackDescription
  /// CRC-32 of the header, which names this model in a `.rdc` file.
  public let fingerprint: UInt32
  private let content: PackContent
  private let tensors: Safetensors

  /// Reads a pack; its tensors are checked when they are used.
  ///
  /// - Throws: a ``PackError`` for bytes that are no pack of a known format.
  public init(_ bytes: [UInt8]) throws(PackError) {
    try self.init(.owned(bytes))
  }

  /// Reads a pack that is a part of the program, without copying it.
  ///
  /// - Parameter bytes: memory that is never moved, changed or freed.
  /// - Throws: a ``PackError`` for bytes that are no pack of a known format.
  public init(
    permanent bytes: UnsafeRawBufferPointer
  ) throws(PackError) {
    try self.init(.permanent(PackContent.Permanent(bytes: bytes)))
  }

  /// The fingerprint of a pack that is a part of the program: to choose one
  /// of several without reading what they say about themselves.
  ///
  /// - Parameter bytes: the pack.
  /// - Returns: CRC-32 of the header.
  /// - Throws: ``PackError/notAFrame(reason:)``,
  ///   ``PackError/badHeader(offset:reason:)``.
  public static func fingerprint(
    permanent bytes: UnsafeRawBufferPointer
  ) throws(PackError) -> UInt32 {
    let head = try ZstdFrame.decompressFirst(bytes, limit: sizeLimit)
    return CRC32.checksum(head[try Safetensors.header(of: head)])
  }

  private init(_ storage: PackContent.Storage) throws(PackError) {
    content = try PackContent(storage, limit: Self.sizeLimit)
    tensors = try Safetensors(head: content.head, count: content.count)
    fingerprint = CRC32.checksum(content.head[tensors.header])
    let text: [UInt8]
    do {
      guard let entry = try tensors.metadata?.member(ifPresent: "rdc") else {
        throw PackError.badDescription(reason: "the entry 'rdc' is missing")
      }
      text = try entry.stringBytes()
    } catch let error as PackError {
      throw error
    } catch {
      throw .badDescription(reason: "\(error)")
    }
    description = try PackDescription(text)
  }

  /// Builds a graph of the pack with its weights.
  ///
  /// - Parameter name: as the pack's description has it.
  /// - Returns: the graph, ready to run.
  /// - Throws: ``PackError/badGraph(name:reason:)``, also if there is none.
  public func graph(_ name: String) throws(PackError) -> Graph {
    let graph = try description.graph(name)
    do {
      return try Graph(graph) { try tensor($0) }
    } catch {
      throw .badGraph(name: name, reason: "\(error)")
    }
  }

  /// The gradient of a graph's output to one of its inputs.
  ///
  /// - Parameters:
  ///   - name: as the pack's description has it.
  ///   - input: as the graph has it.
  /// - Returns: the gradient, ready to run; see `Graph.gradient`.
  /// - Throws: ``PackError/badGraph(name:reason:)``, also for a graph with an
  ///   operation that is not differentiated.
  public func gradient(
    of name: String, to input: String
  ) throws(PackError) -> Graph {
    let graph = try graph(name)
    do {
      return try graph.gradient(to: input) { try tensor($0) }
    } catch {
      throw .badGraph(name: name, reason: "\(error)")
    }
  }

  /// A tensor as float32; half precision is widened exactly.
  ///
  /// - Throws: ``PackError/missingTensor(name:)``,
  ///   ``PackError/badTensor(name:reason:)`` for another type,
  ///   ``PackError/damagedTensor(name:expected:found:)``.
  public func tensor(_ name: String) throws(PackError) -> Tensor {
    let (entry, bytes) = try checked(name)
    let values: [Float]
    switch entry.type {
    case .float32:
      values = words(bytes, as: UInt32.self).map(Float.init(bitPattern:))
    case .float16: values = HalfPrecision.widen(bytes)
    default:
      throw .badTensor(
        name: name, reason: "type \(entry.type.rawValue) is not floating point")
    }
    do {
      return try Tensor(shape: entry.shape, values: values)
    } catch {
      throw .badTensor(name: name, reason: "\(error)")
    }
  }

  /// A tensor of 16-bit integers, with its shape.
  ///
  /// - Throws: ``PackError/missingTensor(name:)``,
  ///   ``PackError/badTensor(name:reason:)`` for another type,
  ///   ``PackError/damagedTensor(name:expected:found:)``.
  public func table(
    _ name: String
  ) throws(PackError) -> (shape: [Int], values: [UInt16]) {
    let (entry, bytes) = try checked(name)
    guard entry.type == .uint16 else {
      throw .badTensor(
        name: name, reason: "type \(entry.type.rawValue), expected U16")
    }
    return (entry.shape, words(bytes, as: UInt16.self))
  }

  /// A tensor of integers of any type, with its shape.
  ///
  /// - Throws: ``PackError/missingTensor(name:)``,
  ///   ``PackError/badTensor(name:reason:)`` for another type,
  ///   ``PackError/damagedTensor(name:expected:found:)``.
  public func integers(
    _ name: String
  ) throws(PackError) -> (shape: [Int], values: [Int32]) {
    let (entry, bytes) = try checked(name)
    let values: [Int32]
    switch entry.type {
    case .uint8: values = bytes.map { Int32($0) }
    case .int16: values = words(bytes, as: Int16.self).map { Int32($0) }
    case .uint16: values = words(bytes, as: UInt16.self).map { Int32($0) }
    case .int32: values = words(bytes, as: Int32.self)
    case .uint32:
      values = words(bytes, as: UInt32.self).map {
        Int32(truncatingIfNeeded: $0)
      }
      guard values.allSatisfy({ $0 >= 0 }) else {
        throw .badTensor(name: name, reason: "a value is above 2^31")
      }
    case .float32, .float16:
      throw .badTensor(
        name: name, reason: "type \(entry.type.rawValue) is no integer")
    }
    return (entry.shape, values)
  }

  /// Whether the pack has a tensor of that name.
  public func hasTensor(_ name: String) -> Bool {
    tensors.entries[name] != nil
  }

  /// A tensor's bytes, which match their checksum.
  private func checked(
    _ name: String
  ) throws(PackError) -> (entry: Safetensors.Entry, bytes: ArraySlice<UInt8>) {
    guard let entry = tensors.entries[name],
      let expected = description.crc32[name]
    else { throw .missingTensor(name: name) }
    let bytes = try content.bytes(entry.range)
    let found = CRC32.checksum(bytes)
    guard found == expected else {
      throw .damagedTensor(name: name, expected: expected, found: found)
    }
    return (entry, bytes)
  }

  private func words<Word: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, as type: Word.Type
  ) -> [Word] {
    let size = MemoryLayout<Word>.size
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / size).map {
        Word(
          littleEndian: buffer.loadUnaligned(
            fromByteOffset: $0 * size, as: type))
      }
    }
  }
}
