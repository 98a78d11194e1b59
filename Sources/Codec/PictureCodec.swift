import Container
import ModelPack

/// One kind of model: how its pictures become bytes and come back.
///
/// A kind is one type that conforms, and one line in the registry; no command
/// asks which kind it has before it.
public protocol PictureCodec: Sendable {
  /// The member `kind` of the packs that this codec reads.
  static var kind: String { get }

  /// Reads what a pack says about itself; its tensors are read when they are
  /// needed.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if the description does not fit the kind.
  init(_ pack: ModelPack) throws(RDCError)

  /// The pack's heads, in the order in which they are shown.
  var heads: [Head] { get }

  /// What the codec codes, and at which rates.
  var profile: CodecProfile { get }

  /// The sections that mean something to this kind, beside the names of
  /// pictures. A file that requires another one is refused.
  var sections: [Section.Tag] { get }

  /// Checks that the codec codes these pictures, and leaves out what says
  /// nothing in them.
  ///
  /// - Throws: ``RDCError/unsupportedPicture(found:accepted:)`` or
  ///   ``RDCError/image(_:)``.
  func admit(_ pictures: PictureSet) throws(RDCError) -> PictureSet

  /// Loads what encoding needs, once for any number of calls.
  ///
  /// - Throws: ``RDCError/unsupportedRate(_:model:possible:)``, or an error of the
  ///   pack.
  func encoder(
    _ options: EncodingOptions, _ execution: Execution
  ) throws(RDCError) -> any PictureEncoder

  /// Decodes what the entropy coder wrote; every head then reads the same.
  ///
  /// - Throws: an ``RDCError`` for any damage: truncated, altered or
  ///   impossible files do not get past this point.
  func open(
    _ file: RDCFile, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile

  /// Decodes what a reading needs whose sides have at most `maxSide` pixels: a
  /// picture at its own size if that is small enough, else at 1/2, 1/4, 1/8 …
  /// of it.
  ///
  /// - Parameters:
  ///   - file: what the container holds.
  ///   - maxSide: at least 1.
  ///   - limits: what the file may claim.
  ///   - execution: how to compute.
  /// - Returns: the file, with the width and height of that reading.
  /// - Throws: as ``open(_:_:_:)``, or
  ///   ``RDCError/noSmallReading(width:height:limit:)``.
  func open(
    _ file: RDCFile, maxSide: Int, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile

  /// What a file says about its pictures, known without decoding it unless the
  /// codec leaves that to the default.
  ///
  /// - Throws: an ``RDCError`` for a file that is damaged as far as it is read.
  func outline(_ file: RDCFile) throws(RDCError) -> PictureOutline

  /// What a file states of its pictures' labels, known without decoding it;
  /// nil if it states nothing.
  ///
  /// - Throws: an ``RDCError`` for a damaged statement.
  func stated(_ file: RDCFile) throws(RDCError) -> Classification?

  /// A classifier of the pack, or nil if it has none.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if it is damaged.
  func classifier(
    _ role: ClassifierRole
  ) throws(RDCError) -> (any PictureClassifier)?

  /// The networks that `rdc bench` times by themselves at a rate.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if one is damaged.
  func networks(at rate: Rate) throws(RDCError) -> [TimedNetwork]
}

extension PictureCodec {
  /// None.
  public var sections: [Section.Tag] { [] }

  /// Takes the pictures as they are.
  ///
  /// - Throws: ``RDCError/noPictures``.
  public func admit(_ pictures: PictureSet) throws(RDCError) -> PictureSet {
    guard pictures.count > 0 else { throw .noPictures }
    return pictures
  }

  /// What the first head shows: true of every codec, and slow.
  ///
  /// - Throws: an ``RDCError`` for a damaged file.
  public func outline(_ file: RDCFile) throws(RDCError) -> PictureOutline {
    let execution = try Execution(environment: [:], threads: 1)
    let opened = try open(file, Limits(), execution)
    let shown = try opened.reader(of: heads.first ?? .distortion, strength: 1)
      .pictures(pick: 0, execution)
    return PictureOutline(
      count: UInt64(opened.count), width: shown.width, height: shown.height,
      colorSpace: shown.colorSpace, hasAlpha: shown.alpha != nil,
      metadata: shown.metadata)
  }

  /// Takes the pictures at their own size.
  ///
  /// - Throws: as ``open(_:_:_:)``, or
  ///   ``RDCError/noSmallReading(width:height:limit:)``.
  public func open(
    _ file: RDCFile, maxSide: Int, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) -> any OpenedFile {
    let opened = try open(file, limits, execution)
    guard max(opened.width, opened.height) <= maxSide else {
      throw .noSmallReading(
        width: opened.width, height: opened.height, limit: maxSide)
    }
    return opened
  }

  /// Nothing.
  public func stated(_ file: RDCFile) -> Classification? { nil }

  /// None.
  public func classifier(
    _ role: ClassifierRole
  ) -> (any PictureClassifier)? { nil }

  /// None.
  public func networks(at rate: Rate) -> [TimedNetwork] { [] }
}

extension PictureCodec where Self: PictureEncoder {
  /// The codec itself, which has no options.
  public func encoder(
    _ options: EncodingOptions, _ execution: Execution
  ) -> any PictureEncoder { self }
}
