import Codec
import Container

/// Reads a `.rdc` file with a head of the reader's choice. The inverse of
/// ``Encoder``.
///
/// What the entropy coder wrote is decoded and checked once; every head then
/// reads the same.
public struct Decoder: Sendable {
  /// The file's fields.
  public let file: RDCFile
  /// The model that the file names.
  public let model: Model
  /// What the model's codec made of the file.
  public let opened: any OpenedFile
  /// What the file's pictures are called, if it says.
  public let names: PictureNames?

  /// Parses a file and decodes it as far as all heads have it in common.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - models: where to look for the model that the file names.
  ///   - maxSide: the most pixels on a side, at least 1, for a small reading of
  ///     a large photo: at 1/2, 1/4, 1/8 … of its size, the largest that fits.
  ///     From 1/8 on little of the file is decoded, and all heads read the same
  ///     means of pixels. Nil for the whole size.
  ///   - limits: what the file may claim.
  ///   - execution: how to compute.
  /// - Throws: an ``RDCError`` for any damage: truncated, altered or
  ///   impossible files do not get past this point.
  public init(
    _ bytes: [UInt8], models: [Model], maxSide: Int? = nil,
    limits: Limits = Limits(), execution: Execution
  ) throws(RDCError) {
    let file: RDCFile
    do { file = try RDCFile.parse(bytes) } catch { throw .container(error) }
    try self.init(
      file, model: models.named(in: file), maxSide: maxSide, limits: limits,
      execution: execution)
  }

  /// Decodes a parsed file as far as all heads have it in common.
  ///
  /// - Parameters:
  ///   - file: the fields of the file.
  ///   - model: the one that the file names.
  ///   - maxSide: the most pixels on a side, as above.
  ///   - limits: what the file may claim.
  ///   - execution: how to compute.
  /// - Throws: as ``init(_:models:maxSide:limits:execution:)``.
  public init(
    _ file: RDCFile, model: Model, maxSide: Int? = nil,
    limits: Limits = Limits(), execution: Execution
  ) throws(RDCError) {
    precondition(maxSide ?? 1 >= 1, "a side of \(maxSide ?? 1) pixels")
    try model.check(file)
    self.file = file
    self.model = model
    opened =
      if let maxSide {
        try model.codec.open(file, maxSide: maxSide, limits, execution)
      } else {
        try model.codec.open(file, limits, execution)
      }
    do { names = try PictureNames.read(file, count: opened.count) } catch {
      throw .codec(error)
    }
  }

  /// What a file states of its pictures' labels, known without decoding it;
  /// nil if it states nothing.
  ///
  /// - Throws: an ``RDCError`` for a damaged container or statement, or a model
  ///   that is missing.
  public static func stated(
    _ bytes: [UInt8], models: [Model]
  ) throws(RDCError) -> Classification? {
    let file: RDCFile
    do { file = try RDCFile.parse(bytes) } catch { throw .container(error) }
    return try models.named(in: file).codec.stated(file)
  }

  /// Whether the file holds a set of pictures, of however many.
  public var isSet: Bool { model.holdsSet(file) }

  /// How many pictures the file holds.
  public var count: Int { opened.count }

  /// The heads that the model has.
  public var heads: [Head] { model.heads }

  /// The pictures as a head reads them.
  ///
  /// - Parameters:
  ///   - head: one of the model's.
  ///   - strength: 0 is the distortion head, 1 the chosen one.
  ///   - pick: one picture alone, or all of them.
  ///   - execution: how to compute.
  /// - Returns: the pictures, in the order of the file.
  /// - Throws: ``RDCError/missingHead(_:model:known:)``,
  ///   ``RDCError/noSuchPicture(index:count:)``, or an error of the pack.
  public func pictures(
    head: Head, strength: Float = 1, pick: Int? = nil, execution: Execution
  ) throws(RDCError) -> PictureSet {
    var pictures = try reader(of: head, strength: strength).pictures(
      pick: pick, execution)
    pictures.names = pick.map { names?[only: $0] } ?? names
    return pictures
  }

  /// Loads a head once, for those who read with it again and again, or a block
  /// of a set at a time.
  ///
  /// - Throws: ``RDCError/missingHead(_:model:known:)``, or an error of the
  ///   pack.
  public func reader(
    of head: Head, strength: Float = 1
  ) throws(RDCError) -> any HeadReader {
    try opened.reader(of: head, strength: strength)
  }

  /// What the file says that the pictures show.
  ///
  /// - Throws: ``RDCError/missingClassifier(model:)``,
  ///   ``RDCError/noSuchPicture(index:count:)``.
  public func classify(
    pick: Int? = nil, execution: Execution
  ) throws(RDCError) -> Classification {
    try opened.classify(pick: pick, execution)
  }
}
