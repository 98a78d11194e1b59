/// The quality of every cell of a picture.
struct QualityGrid: Sendable {
  let rows: Int
  let columns: Int
  /// The quality indices that occur.
  let levels: [Int]
  /// Which of them each cell has, [rows, columns].
  let cells: [UInt8]

  /// Quality indices that one step of a map stands for.
  private static let mapStep = 16

  /// - Parameters:
  ///   - rows: those of cells.
  ///   - columns: those of cells.
  ///   - quality: the picture's index.
  ///   - map: what each cell has more, in steps of 16; nil for nothing.
  ///   - last: the largest index.
  init(
    rows: Int, columns: Int, quality: Int, map: QualityMap?, last: Int
  ) {
    self.rows = rows
    self.columns = columns
    guard let map else {
      levels = [quality]
      cells = [UInt8](repeating: 0, count: rows * columns)
      return
    }
    let indices = map.steps.map {
      min(max(quality + Self.mapStep * Int($0), 0), last)
    }
    let levels = Set(indices).sorted()
    var numbers: [Int: UInt8] = [:]
    for (number, level) in levels.enumerated() {
      numbers[level] = UInt8(truncatingIfNeeded: number)
    }
    self.levels = levels
    cells = indices.map { numbers[$0, default: 0] }
  }

  /// Whether all cells have the same quality.
  var isUniform: Bool { levels.count == 1 }

  /// Which level a place has; `shift`: binary places from a place's
  /// coordinates to its cell's.
  @inline(__always)
  func level(_ y: Int, _ x: Int, shift: Int) -> Int {
    isUniform ? 0 : Int(cells[(y >> shift) * columns + x >> shift])
  }
}
