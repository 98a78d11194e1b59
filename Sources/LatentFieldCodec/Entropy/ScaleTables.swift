import Codec
import ModelPack

/// The probabilities of symbols: one finely sampled cumulative a group and
/// scale class, read at any dither.
///
/// A cell is 2^shift steps wide; cells −radius...radius have a part of their
/// own, the rest is escaped. See "Probabilities" in rdc-pack(5).
struct ScaleTables: Sendable {
  /// Total of a table, as the range coder's.
  static let total: Int32 = 1 << 16
  /// Samples of a cumulative in one cell.
  private static let quarters = 4

  let classes: Int
  /// Width of a class's cells in steps, as a power of two.
  let shift: [Int]
  /// The cells with a part of their own.
  let radius: [Int]
  /// Amplitude of each class's dither, 0...64.
  let dither: [Int]
  /// Cumulatives of (group, class), one behind another.
  let knots: [Int32]
  private(set) var knotStart: [Int] = []
  /// Edges of the cells at dither 0: F(lo(−R)) ... F(lo(R + 1)).
  private(set) var edges: [Int32] = []
  private(set) var edgeStart: [Int] = []

  /// Reads the tables of the groups of both scales.
  init(
    _ pack: ModelPack, classes: Int, groups: Int
  ) throws(RDCError) {
    self.classes = classes
    guard (1...256).contains(classes) else {
      throw .codec(LatentFieldError.model(reason: "\(classes) classes"))
    }
    func setting(
      _ name: String, _ range: ClosedRange<Int32>
    ) throws(RDCError) -> [Int] {
      let values = try pack.integers(name, shape: [classes])
      guard values.allSatisfy(range.contains) else {
        throw .codec(
          LatentFieldError.model(reason: "\(name): a value outside \(range)"))
      }
      return values.map(Int.init)
    }
    shift = try setting("cell", 0...12)
    radius = try setting("radius", 1...255)
    dither = try setting("dither", 0...64)
    let sizes = radius.map { Self.quarters * (2 * $0 + 4) + 1 }
    var place = 0
    for _ in 0..<groups {
      for size in sizes {
        knotStart.append(place)
        place += size
      }
    }
    knots = try pack.integers("knots", shape: [place])
    try checkKnots(sizes)
    edges.reserveCapacity(knots.count / Self.quarters + knotStart.count)
    for table in knotStart.indices { try addEdges(table, table % classes) }
  }

  /// Whether the knots are cumulatives; those of a class with dither rise
  /// from quarter to quarter, so that no cell is ever empty.
  private func checkKnots(_ sizes: [Int]) throws(RDCError) {
    for (table, start) in knotStart.enumerated() {
      let index = table % classes
      let end = start + sizes[index] - 1
      let least: Int32 = dither[index] > 0 ? 1 : 0
      guard knots[start] == 0, knots[end] == Self.total,
        (start..<end).allSatisfy({ knots[$0] + least <= knots[$0 + 1] })
      else {
        throw .codec(
          LatentFieldError.model(reason: "table \(table) is no cumulative"))
      }
    }
  }

  /// The edges of a table at dither 0; no part may be empty.
  private mutating func addEdges(
    _ table: Int, _ index: Int
  ) throws(RDCError) {
    edgeStart.append(edges.count)
    var last: Int32 = 0
    for cell in -radius[index]...(radius[index] + 1) {
      let edge = cumulative(table, index, cell, dither: 0)
      guard edge > last, edge < Self.total else {
        throw .codec(
          LatentFieldError.model(
            reason: "table \(table) has no part for cell \(cell)"))
      }
      edges.append(edge)
      last = edge
    }
  }

  /// The class of a sum of the network.
  @inline(__always)
  func index(of sum: Int32) -> Int {
    min(max(Int((sum &+ (1 << 18)) >> 19), 0), classes - 1)
  }

  /// The fewest bits that a symbol of a group can cost, in whatever class: a
  /// bound from below, 0 where a table has but one symbol.
  func leastBits(group: Int) -> Double {
    var least = Double.infinity
    for index in 0..<classes {
      // At any dither a cell lies within one more than its own samples.
      let reach = Self.quarters + 1
      let start = knotStart[group * classes + index]
      let count = Self.quarters * (2 * radius[index] + 4) + 1
      var widest: Int32 = 0
      for place in 0..<count {
        let end = min(place + reach, count - 1)
        widest = max(widest, knots[start + end] - knots[start + place])
      }
      // −log2 p ≥ (1 − p) · log2 e, and nearly that where p is nearly 1.
      let rest = 1 - Double(widest) / Double(Self.total)
      least = min(least, rest * 1.4426950408 + Double(shift[index]))
    }
    return least
  }

  /// F at the lower edge of a cell, under a dither in 1/64 step.
  ///
  /// - Precondition: `cell` in −R...R+1, `dither` in ±64.
  @inline(__always)
  func cumulative(
    _ table: Int, _ index: Int, _ cell: Int, dither: Int
  ) -> Int32 {
    let j = shift[index]
    let half = (1 << j) >> 1
    let edge = 64 * ((cell << j) - half) - 32 - dither
    let p = edge + ((radius[index] + 2) * 64 << j)
    let s = 4 + j
    let knot = knotStart[table] + p >> s
    let low = knots[knot]
    let rest = Int(knots[knot + 1] - low) * (p & ((1 << s) - 1))
    return low + Int32(truncatingIfNeeded: rest >> s)
  }

  /// The cell of a symbol.
  @inline(__always)
  func cell(of k: Int, _ index: Int) -> Int {
    (k + ((1 << shift[index]) >> 1)) >> shift[index]
  }

  /// The part of a cell, escapes at ±(R + 1).
  @inline(__always)
  func interval(
    _ table: Int, _ index: Int, _ cell: Int, dither: Int
  ) -> (low: Int32, high: Int32) {
    let reach = radius[index]
    if dither == 0 {
      let first = edgeStart[table] + reach
      return (
        cell < -reach ? 0 : edges[first + cell],
        cell > reach ? Self.total : edges[first + cell + 1]
      )
    }
    return (
      cell < -reach
        ? 0 : cumulative(table, index, cell, dither: dither),
      cell > reach
        ? Self.total : cumulative(table, index, cell + 1, dither: dither)
    )
  }

  /// The cell, escapes at ±(R + 1), whose part holds a target.
  @inline(__always)
  func cell(
    _ table: Int, _ index: Int, at target: Int32, dither: Int
  ) -> Int {
    let reach = radius[index]
    // The last cell whose lower edge is not above the target.
    var low = -reach - 1
    var high = reach + 2
    let first = edgeStart[table] + reach
    while high - low > 1 {
      let middle = (low + high) >> 1
      let edge =
        dither == 0
        ? edges[first + middle]
        : cumulative(table, index, middle, dither: dither)
      if edge <= target { low = middle } else { high = middle }
    }
    return low
  }
}
