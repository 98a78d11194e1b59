import Foundation
import Support

extension TinyFieldPack {
  /// Collects tensors and writes them in the layout of rdc-pack(5).
  public struct Builder {
    /// Draws the weights.
    public var random = SplitMix64(seed: 7)
    /// The member `photo` of the description.
    public var description: [String: Any] = [
      "kind": "photo", "format": 2,
      "coarse": ["groups": TinyFieldPack.coarse, "references": 2, "means": 3]
        as [String: Any],
      "fine": ["groups": TinyFieldPack.fine, "references": 0, "means": 2]
        as [String: Any],
      "classes": TinyFieldPack.radii.count,
      "qualities": TinyFieldPack.qualities, "lagrange": 0.11,
      "provenance": "drawn weights", "labels": ["red", "green", "blue"],
      "classifiers": ["guide": "guide", "measure": "judge", "size": 32]
        as [String: Any],
    ]
    /// The networks by name.
    public var graphs = TinyFieldPack.graphs
    /// The tensors so far.
    public private(set) var header: [String: [String: Any]] = [:]
    private var data: [UInt8] = []
    private var checksums: [String: UInt32] = [:]

    /// Adds a tensor, in place of one of the same name.
    public mutating func add<Value>(
      _ name: String, _ shape: [Int], _ values: [Value]
    ) {
      let types: [String: String] = [
        "UInt8": "U8", "Int16": "I16", "Int32": "I32", "UInt32": "U32",
        "Float": "F32",
      ]
      let bytes = values.withUnsafeBytes { Array($0) }
      header[name] = [
        "dtype": types["\(Value.self)"] ?? "", "shape": shape,
        "data_offsets": [data.count, data.count + bytes.count],
      ]
      data += bytes
      checksums[name] = CRC32.checksum(bytes)
    }

    /// Puts bytes, again and again, in place of all of a tensor's.
    public mutating func fill(_ name: String, with pattern: [UInt8]) {
      guard let offsets = header[name]?["data_offsets"] as? [Int],
        !pattern.isEmpty
      else { return }
      for place in offsets[0]..<offsets[1] {
        data[place] = pattern[(place - offsets[0]) % pattern.count]
      }
      checksums[name] = CRC32.checksum(Array(data[offsets[0]..<offsets[1]]))
    }

    /// The safetensors file.
    public func file() -> [UInt8] {
      let text = json([
        "format": 1, "name": "tiny", "graphs": graphs,
        "photo": description, "crc32": checksums,
      ])
      var all: [String: Any] = header
      all["__metadata__"] = ["rdc": String(decoding: text, as: UTF8.self)]
      let head = json(all)
      return (0..<8).map { UInt8(truncatingIfNeeded: head.count >> (8 * $0)) }
        + head + data
    }

    private func json(_ object: Any) -> [UInt8] {
      let data = try? JSONSerialization.data(
        withJSONObject: object, options: [.sortedKeys])
      return Array(data ?? Data())
    }
  }
}
