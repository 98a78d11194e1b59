/// Bytes that ride along with the pictures; the container does not look inside.
public struct Section: Sendable, Hashable {
  /// What the bytes are.
  public struct Tag: Sendable, Hashable, RawRepresentable {
    /// The number, in 1..<2^63.
    public let rawValue: UInt64

    /// A tag with a number, which may be unknown; nil outside 1..<2^63.
    public init?(rawValue: UInt64) {
      guard (1..<1 << 63).contains(rawValue) else { return nil }
      self.rawValue = rawValue
    }

    private init(known: UInt64) { rawValue = known }

    /// An ICC profile in a zstd frame.
    public static let icc = Self(known: 1)

    /// Exif data (a TIFF structure) in a zstd frame.
    public static let exif = Self(known: 2)

    /// The alpha channel in a zstd frame.
    public static let alpha = Self(known: 3)

    /// What a PNG says about its colours beside an ICC profile.
    public static let colour = Self(known: 4)

    /// What the encoder's classifier saw: labels and their probabilities.
    public static let label = Self(known: 5)

    /// What the pictures of an archive are called, in a zstd frame.
    public static let names = Self(known: 6)

    /// Whether this version of the format defines the tag.
    public var isKnown: Bool { (1...6).contains(rawValue) }

    /// The name for reports.
    public var name: String {
      switch self {
      case .icc: "ICC profile"
      case .exif: "Exif"
      case .alpha: "alpha"
      case .colour: "colour"
      case .label: "label"
      case .names: "names"
      default: "section \(rawValue)"
      }
    }
  }

  /// What the bytes are.
  public let tag: Tag

  /// Whether a reader that does not know the tag must give up.
  public let isRequired: Bool

  /// The content.
  public let bytes: [UInt8]

  /// A section.
  public init(_ tag: Tag, isRequired: Bool, bytes: [UInt8]) {
    self.tag = tag
    self.isRequired = isRequired
    self.bytes = bytes
  }
}
