import RDC

/// A few of the measured pictures, as they are and as every head reads them.
struct SampleSheet: Sendable {
  /// One kind of reading.
  struct Row: Sendable {
    var head: String
    var pictures: [Picture]
    /// What the measuring classifier takes each for.
    var decisions: [Int]
  }

  /// Number of each picture in the input.
  let numbers: [Int]
  /// The pictures' labels, if they are known.
  let labels: [Int]?
  var rows: [Row] = []

  /// The most pictures that a sheet shows.
  static let most = 20

  /// Chooses the first two pictures of every label, by label; without labels,
  /// the first pictures.
  init(count: Int, labels: IDXLabels?) {
    guard let labels else {
      numbers = Array(0..<min(count, Self.most))
      self.labels = nil
      return
    }
    var found: [UInt8: [Int]] = [:]
    for (number, label) in labels.labels.enumerated()
    where found[label, default: []].count < 2 {
      found[label, default: []].append(number)
    }
    numbers = Array(
      found.sorted { $0.key < $1.key }.flatMap(\.value).prefix(Self.most))
    self.labels = numbers.map { Int(labels.labels[$0]) }
  }

  /// Adds a row for the pictures of a reading.
  mutating func add(_ head: String, _ images: IDXImages, decisions: [Int]) {
    rows.append(
      Row(
        head: head, pictures: numbers.map { images.picture(at: $0) },
        decisions: numbers.map { decisions[$0] }))
  }
}
