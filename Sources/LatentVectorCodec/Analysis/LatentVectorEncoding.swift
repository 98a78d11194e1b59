/// A finished file, and where its bits went.
public struct LatentVectorEncoding: Sendable {
  /// The bytes of the `.rdc` file.
  public let bytes: [UInt8]
  /// How many pictures it holds.
  public let count: Int
  /// The rung that was taken.
  public let rung: Int
  /// The rung's nominal bits a picture.
  public let nominalBits: Double
  /// Bytes of the payload; everything else is header and checksum.
  public let payloadBytes: Int
  /// Bits of the payload before it is filled up to whole bytes.
  public let payloadBits: Int
  /// Σ −log2 P(k | u) under the model's tables.
  public let idealBits: Double

  /// Real bits a picture: every byte of the file counts.
  public var bitsPerPicture: Double {
    Double(bytes.count * 8) / Double(count)
  }
}
