/// What a model codes, and at which rates: for lists, and for programs that
/// choose.
public struct CodecProfile: Sendable {
  /// The only size that the model codes, in pixels.
  public struct Size: Sendable, Equatable {
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// 1 for gray, 3 for colour.
    public var channels: Int

    /// Takes all three.
    public init(width: Int, height: Int, channels: Int) {
      self.width = width
      self.height = height
      self.channels = channels
    }
  }

  /// A rate that the model has by itself.
  public struct Setting: Sendable {
    /// How to ask for it.
    public var rate: Rate
    /// What it is, for people.
    public var text: String
    /// The same for programs.
    public var facts: [Fact]

    /// Takes all three.
    public init(_ rate: Rate, text: String, facts: [Fact] = []) {
      self.rate = rate
      self.text = text
      self.facts = facts
    }
  }

  /// The pictures that the model codes, for people.
  public var pictures: String
  /// The only size that it codes; nil if any.
  public var size: Size?
  /// Whether a file may hold several pictures.
  public var holdsSets: Bool
  /// The rate that is taken when none is asked for.
  public var standard: Rate
  /// The rates that the model has by itself, from the fewest bits to the most;
  /// what `rdc models` lists, and what a curve or a bench runs through.
  public var settings: [Setting]
  /// Further lines of `rdc models`.
  public var notes: [String]
  /// Class names, in the order of the classifiers' outputs.
  public var labels: [String]
  /// Where the pack comes from.
  public var provenance: [Fact]

  /// A profile; whatever is left out is not there.
  public init(
    pictures: String, size: Size? = nil, holdsSets: Bool = false,
    standard: Rate = .standard, settings: [Setting] = [], notes: [String] = [],
    labels: [String] = [], provenance: [Fact] = []
  ) {
    self.pictures = pictures
    self.size = size
    self.holdsSets = holdsSets
    self.standard = standard
    self.settings = settings
    self.notes = notes
    self.labels = labels
    self.provenance = provenance
  }
}
