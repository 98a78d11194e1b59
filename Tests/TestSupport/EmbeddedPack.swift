import EmbeddedModels
import ModelPack

/// The embedded pack of digits as bytes.
public enum EmbeddedPack {
  /// The pack's file.
  public static var bytes: [UInt8] {
    let pack = rdc_embedded_pack(0)
    return Array(UnsafeRawBufferPointer(start: pack.bytes, count: pack.size))
  }

  /// The bytes of the frame that holds the header, found by its content: a
  /// frame cut anywhere is refused.
  public static let firstFrame: Int = {
    let bytes = Self.bytes
    var low = 1
    while (try? bytes[..<low].withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: 1 << 20)
    }) == nil { low += 1 }
    return low
  }()
}
