import Metrics
import RDC

/// A few of the measured pictures, as they are and as every head reads them.
struct SampleSheet: Sendable {
  /// One kind of reading.
  struct Row: Sendable {
    var head: String
    var pictures: [Picture]
    /// What the measuring classifier takes each for, if it was asked.
    var decisions: [Int?]
  }

  /// Number of each picture in the input.
  private(set) var numbers: [Int] = []
  /// The pictures' labels, where they are known.
  private(set) var labels: [Int?] = []
  /// The originals first.
  private(set) var rows: [Row] = []
  private var pixels = 0
  private var seen = 0

  /// The most pictures that a sheet shows, and the most of their pixels.
  private static let most = 20
  private static let mostPixels = 1 << 19
  /// The most of a side; larger pictures show their middle.
  private static let side = 384

  /// Adds pictures of one file as long as there is room: the first two of every
  /// label, by label; without labels, the first ones.
  mutating func add(
    _ pictures: PictureSet, _ original: FigurePictures,
    _ readings: [(name: String, pictures: PictureSet, decisions: [Int]?)]
  ) {
    defer { seen += pictures.count }
    let kinds =
      [("original", pictures, original.sight?.decisions)]
      + readings.map { ($0.name, $0.pictures, $0.decisions) }
    if rows.isEmpty {
      rows = kinds.map { Row(head: $0.0, pictures: [], decisions: []) }
    }
    for place in Self.choice(pictures.count, original.labels) {
      let shown =
        min(pictures.width, Self.side) * min(pictures.height, Self.side)
      guard numbers.count < Self.most,
        numbers.isEmpty || pixels + shown <= Self.mostPixels
      else { return }
      pixels += shown
      numbers.append(seen + place)
      labels.append(original.labels.map { Int($0[place]) })
      for (row, kind) in kinds.enumerated() {
        rows[row].pictures.append(
          kind.1.picture(at: place).middle(side: Self.side))
        rows[row].decisions.append(kind.2?[place])
      }
    }
  }

  private static func choice(_ count: Int, _ labels: [UInt8]?) -> [Int] {
    guard let labels, count > 1 else { return Array(0..<min(count, most)) }
    var found: [UInt8: [Int]] = [:]
    for (number, label) in labels.enumerated()
    where found[label, default: []].count < 2 {
      found[label, default: []].append(number)
    }
    return found.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

extension Picture {
  /// The middle of a picture that is larger than a square of `side` pixels.
  fileprivate func middle(side: Int) -> Picture {
    let (columns, rows) = (min(width, side), min(height, side))
    guard columns < width || rows < height else { return self }
    let (left, top) = ((width - columns) / 2, (height - rows) / 2)
    func cut(_ plane: [UInt8], _ channels: Int) -> [UInt8] {
      var part: [UInt8] = []
      for row in top..<top + rows {
        let start = (row * width + left) * channels
        part += plane[start..<start + columns * channels]
      }
      return part
    }
    return Picture(
      width: columns, height: rows, colorSpace: colorSpace,
      samples: cut(samples, colorSpace.channels),
      alpha: alpha.map { cut($0, 1) })
  }
}
