import EmbeddedModels
import Foundation
import ModelPack
import RDC

/// The embedded pack of digits with another description.
public enum EditedPack {
  /// The pack after a change of the members of a rung, that of 4.75 bits
  /// unless another one is named.
  public static func bytes(
    rung: Int = 1, _ change: (inout [String: Any]) -> Void
  ) throws -> [UInt8] {
    try described { description in
      var rungs = description["rungs"] as? [[String: Any]] ?? []
      change(&rungs[rung])
      description["rungs"] = rungs
    }
  }

  /// The pack after a change of all members of its description.
  public static func described(
    _ change: (inout [String: Any]) -> Void
  ) throws -> [UInt8] {
    let bytes = EmbeddedPack.bytes
    let frame = EmbeddedPack.firstFrame
    let head = try bytes[..<frame].withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: 1 << 22)
    }
    var header = try object(Data(head[8...]))
    var metadata = header["__metadata__"] as? [String: Any] ?? [:]
    let text = metadata["rdc"] as? String ?? ""
    var description = try object(Data(text.utf8))
    change(&description)
    metadata["rdc"] = String(decoding: try data(description), as: UTF8.self)
    header["__metadata__"] = metadata
    let written = try data(header)
    let length = (0..<8).map {
      UInt8(truncatingIfNeeded: written.count >> (8 * $0))
    }
    return ZstdFrame.compress(length + written, level: 1) + bytes[frame...]
  }

  /// The pack with these heads between the ends of dials, or with none.
  public static func model(between: [String: [[String: Any]]]?) throws -> Model
  {
    try Model(bytes { $0["between"] = between })
  }

  private static func object(_ data: Data) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  private static func data(_ object: [String: Any]) throws -> [UInt8] {
    Array(
      try JSONSerialization.data(
        withJSONObject: object, options: .sortedKeys))
  }
}
