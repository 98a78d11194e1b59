import Container

/// A finished file, and where its bits went.
public struct Encoding: Sendable {
  /// The bytes of the `.rdc` file.
  public let bytes: [UInt8]
  /// How many pictures it holds.
  public let count: Int
  /// Pixels in a row of each.
  public let width: Int
  /// Rows of each.
  public let height: Int
  /// The rate that was taken, in the codec's own terms.
  public let rate: Rate
  /// Bytes of the payload.
  public let payloadBytes: Int
  /// Bytes of alpha, metadata and a stated label.
  public let sectionBytes: Int
  /// Bits of the payload before it is filled up to whole bytes, if it is one
  /// run of bits.
  public var payloadBits: Int?
  /// Σ −log2 P under the model's tables, if the codec knows it.
  public var idealBits: Double?
  /// Bits a picture that the rate stands for, if that is a fixed number.
  public var nominalBits: Double?
  /// The bytes that were asked for; nil if no size was.
  public var targetBytes: Int?

  /// How far a file may be from its target, as a share.
  public static let tolerance = 0.02

  /// Serializes a file.
  ///
  /// - Parameters:
  ///   - file: what is written.
  ///   - pictures: what the file holds.
  ///   - rate: the rate that was taken.
  public init(_ file: RDCFile, of pictures: PictureSet, at rate: Rate) {
    payloadBytes = file.payload.count
    sectionBytes = file.sections.reduce(0) { $0 + $1.bytes.count }
    bytes = file.serialize()
    count = pictures.count
    width = pictures.width
    height = pictures.height
    self.rate = rate
  }

  /// Real bits a picture: every byte of the file counts.
  public var bitsPerPicture: Double {
    Double(bytes.count * 8) / Double(count)
  }

  /// Real bits a pixel: every byte of the file counts.
  public var bitsPerPixel: Double { bitsPerPicture / Double(width * height) }

  /// Bytes of everything but payload and sections.
  public var headerBytes: Int { bytes.count - payloadBytes - sectionBytes }

  /// Whether the file has the size that was asked for within 2 %. The nearest
  /// quality may give another one: the best gives no more bytes, and those of
  /// a small picture lie further apart.
  public var isOnTarget: Bool {
    guard let targetBytes else { return true }
    let target = Double(targetBytes)
    return abs(Double(bytes.count) - target) <= Self.tolerance * target
  }
}
