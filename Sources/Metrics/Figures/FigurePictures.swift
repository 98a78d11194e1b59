import Support

/// Originals, or one reading of them, as figures see them: pictures of one
/// size, and what a classifier sees in them.
public struct FigurePictures: Sendable {
  /// What a classifier sees.
  public struct Sight: Sendable {
    /// Number of labels.
    public let classes: Int
    /// `count × classes`, row by row.
    public let logits: [Float]
    /// One vector a picture, if the classifier shows some.
    public let features: FeatureSet?

    /// Takes all three.
    public init(classes: Int, logits: [Float], features: FeatureSet?) {
      self.classes = classes
      self.logits = logits
      self.features = features
    }
  }

  /// Number of pictures.
  public let count: Int
  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  /// 1 for gray, 3 for RGB.
  public let channels: Int
  /// Interleaved 8-bit samples, picture after picture.
  public let bytes: [UInt8]
  /// Whether the pictures are a sample of a distribution, to be compared as a
  /// whole, rather than a picture by itself.
  public let isSet: Bool
  /// The true labels, if they are known.
  public let labels: [UInt8]?
  /// What the measuring classifier sees, if it was asked.
  public let sight: Sight?

  /// Takes pictures and what was seen in them.
  ///
  /// - Throws: `MetricError.countMismatch` if the samples do not fit the sizes,
  ///   `tooFew` for no picture.
  public init(
    count: Int, width: Int, height: Int, channels: Int, bytes: [UInt8],
    isSet: Bool, labels: [UInt8]? = nil, sight: Sight? = nil
  ) throws(MetricError) {
    guard count > 0 else {
      throw .tooFew(what: "pictures", needed: 1, found: count)
    }
    let total = checkedProduct(count, width, height, channels)
    guard total == bytes.count else {
      throw .countMismatch(
        what: "samples", expected: total ?? .max, found: bytes.count)
    }
    self.count = count
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
    self.isSet = isSet
    self.labels = labels
    self.sight = sight
  }

  /// Samples of one picture.
  public var size: Int { width * height * channels }

  /// A single picture as planes on [0, 1].
  ///
  /// - Throws: `MetricError.countMismatch` for several pictures.
  public func samples() throws(MetricError) -> PictureSamples {
    try PictureSamples(
      bytes: bytes, width: width, height: height, channels: channels)
  }

  /// Accuracy, cross-entropy and confusion; nil unless labels are known and a
  /// classifier was asked.
  ///
  /// - Throws: as ``ClassificationFigures``.
  public func classification() throws(MetricError) -> ClassificationFigures? {
    guard let labels, let sight else { return nil }
    return try ClassificationFigures(
      logits: sight.logits, labels: labels, classes: sight.classes)
  }
}
