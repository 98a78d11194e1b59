import PictureFiles

/// Pictures of one size behind one another: what goes into a file, or what a
/// head reads from it.
public struct PictureSet: Sendable, Equatable {
  /// How many pictures.
  public let count: Int
  /// Pixels in a row of each.
  public let width: Int
  /// Rows of each.
  public let height: Int
  /// What the samples of a pixel mean.
  public let colorSpace: ColorModel
  /// Picture after picture, each row-major: `count · height · width · channels`.
  public let samples: [UInt8]
  /// Opacity, `count · height · width` samples; nil where there is none.
  public let alpha: [UInt8]?
  /// What a single picture's file says about it.
  public let metadata: Metadata
  /// Bits a sample in the source of a single picture.
  public let sourceBitDepth: Int
  /// Whether it is one picture by itself rather than a set, of however many.
  public let isSingle: Bool
  /// What the pictures are called, one name each; nil where nobody says.
  public var names: PictureNames?

  /// One picture by itself.
  public init(_ picture: Picture) {
    count = 1
    width = picture.width
    height = picture.height
    colorSpace = picture.colorSpace
    samples = picture.samples
    alpha = picture.alpha
    metadata = picture.metadata
    sourceBitDepth = picture.sourceBitDepth
    isSingle = true
  }

  /// A set of gray pictures.
  public init(_ images: IDXImages) {
    self.init(
      count: images.count, width: images.width, height: images.height,
      colorSpace: .gray, samples: images.samples)
  }

  /// Pictures of one size.
  ///
  /// - Precondition: the samples are as many as the sizes say.
  public init(
    count: Int, width: Int, height: Int, colorSpace: ColorModel,
    samples: [UInt8], isSingle: Bool = false
  ) {
    precondition(
      samples.count == count * width * height * colorSpace.channels)
    self.count = count
    self.width = width
    self.height = height
    self.colorSpace = colorSpace
    self.samples = samples
    alpha = nil
    metadata = Metadata()
    sourceBitDepth = 8
    self.isSingle = isSingle
  }

  /// Sets of one size and colour behind one another; a single one stays as it
  /// is.
  ///
  /// - Throws: ``RDCError/noPictures``, or
  ///   ``RDCError/unsupportedPicture(found:accepted:)`` unless all agree and
  ///   none has alpha.
  public init(joining sets: [PictureSet]) throws(RDCError) {
    guard let first = sets.first else { throw .noPictures }
    guard sets.count > 1 else {
      self = first
      return
    }
    for set in sets where !set.fits(first) || set.alpha != nil {
      throw .unsupportedPicture(
        found: set.summary, accepted: ["\(first.summary) beside the first"])
    }
    self.init(
      count: sets.reduce(0) { $0 + $1.count }, width: first.width,
      height: first.height, colorSpace: first.colorSpace,
      samples: sets.flatMap(\.samples))
  }

  /// The same as a set, even if it is one picture; for gray or colour without
  /// alpha and metadata.
  public var asSet: PictureSet {
    PictureSet(
      count: count, width: width, height: height, colorSpace: colorSpace,
      samples: samples)
  }

  private func fits(_ other: PictureSet) -> Bool {
    (width, height, colorSpace) == (other.width, other.height, other.colorSpace)
  }

  /// Samples of one picture.
  public var sampleCount: Int { width * height * colorSpace.channels }

  /// What the pictures are, for people.
  public var summary: String {
    "a \(colorSpace == .gray ? "gray" : "colour") picture of "
      + "\(width)×\(height)"
  }

  /// One of the pictures.
  ///
  /// - Precondition: `0 <= index < count`.
  public func picture(at index: Int) -> Picture {
    precondition((0..<count).contains(index), "no picture \(index)")
    func part(_ planes: [UInt8], _ size: Int) -> [UInt8] {
      // A single picture is not copied.
      count == 1 ? planes : Array(planes[index * size..<(index + 1) * size])
    }
    return Picture(
      width: width, height: height, colorSpace: colorSpace,
      samples: part(samples, sampleCount),
      alpha: alpha.map { part($0, width * height) }, metadata: metadata)
  }

  /// The pictures as an IDX file holds them; nil for colour.
  public var idx: IDXImages? {
    guard colorSpace == .gray, alpha == nil else { return nil }
    return IDXImages(
      count: count, height: height, width: width, samples: samples)
  }
}
