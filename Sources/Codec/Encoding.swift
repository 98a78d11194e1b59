import Container
import ModelPack

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
  /// Bytes of sections: alpha, metadata, a stated label, names.
  public let sectionBytes: Int
  /// What these sections are, for people.
  public let sectionNames: [String]
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

  /// Serializes a file around a payload.
  ///
  /// - Parameters:
  ///   - payload: the entropy coder's bytes.
  ///   - pictures: what the file holds; their names become a section.
  ///   - pack: the model that the file needs.
  ///   - rate: the rate that was taken.
  ///   - quality: what the file's header says of the rate.
  ///   - seed: that of the dither and of the heads' noise.
  ///   - sections: in any order.
  ///   - statesSize: false if the model fixes the size.
  ///   - isCompact: whether to take the shortest header, for one picture.
  /// - Throws: ``RDCError/container(_:)`` for no picture, or for two sections
  ///   of one tag; ``RDCError/codec(_:)`` unless each picture has a name or
  ///   none has.
  public init(
    _ payload: [UInt8], of pictures: PictureSet, by pack: ModelPack,
    at rate: Rate = .standard, quality: UInt8 = 0, seed: UInt64 = 0,
    sections: [Section] = [], statesSize: Bool = true, isCompact: Bool = false
  ) throws(RDCError) {
    try self.init(
      payload, count: pictures.count, width: pictures.width,
      height: pictures.height, by: pack, at: rate, quality: quality,
      seed: seed, sections: sections + pictures.namesSections(),
      statesSize: statesSize, isCompact: isCompact)
  }

  /// The same around so many pictures of a size, which need not be at hand.
  ///
  /// - Throws: as above.
  public init(
    _ payload: [UInt8], count: Int, width: Int, height: Int,
    by pack: ModelPack, at rate: Rate = .standard, quality: UInt8 = 0,
    seed: UInt64 = 0, sections: [Section] = [], statesSize: Bool = true,
    isCompact: Bool = false
  ) throws(RDCError) {
    do {
      bytes = try RDCFile(
        face: isCompact ? .compact : .archive(count: UInt64(count)),
        quality: quality, fingerprint: pack.fingerprint, seed: seed,
        dimensions: statesSize
          ? Dimensions(width: width, height: height) : nil,
        sections: sections, payload: payload
      ).serialize()
    } catch {
      throw .container(error)
    }
    payloadBytes = payload.count
    sectionBytes = sections.reduce(0) { $0 + $1.bytes.count }
    sectionNames = sections.map(\.tag.name)
    self.count = count
    self.width = width
    self.height = height
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
