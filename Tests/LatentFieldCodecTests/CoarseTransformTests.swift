import Foundation
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// The lapped transform of the means: its inverse in integers against plain
/// loops, and its forward direction against the inverse.
@Suite struct CoarseTransformTests {
  static let sizes = [(1, 1), (1, 5), (4, 1), (3, 7)]

  static func grid(_ rows: Int, _ columns: Int) -> QualityGrid {
    QualityGrid(
      rows: rows, columns: columns, quality: 70,
      map: QualityMap(
        steps: (0..<rows * columns).map { Int8($0 % 3) }), last: 128)
  }

  /// Component, vertical and horizontal frequency of each channel.
  static let order: [(Int, Int, Int)] = {
    let cells = (0..<16).map { ($0 / 4, $0 % 4) }
    let zigzag = (0..<7).flatMap { sum in
      cells.filter { $0.0 + $0.1 == sum }.sorted {
        sum % 2 == 1 ? $0.0 < $1.0 : $0.0 > $1.0
      }
    }
    let spans: [(Int, Range<Int>)] = [
      (0, 0..<1), (1, 0..<1), (2, 0..<1), (0, 1..<6), (0, 6..<16), (1, 1..<6),
      (2, 1..<6), (1, 6..<16), (2, 6..<16),
    ]
    return spans.flatMap { span in
      span.1.map { (span.0, zigzag[$0].0, zigzag[$0].1) }
    }
  }()

  /// Rounded products of a 4×4 matrix in 1/8192 with four values.
  static func product(_ matrix: [[Int]], _ values: [Int]) -> [Int] {
    var result: [Int] = []
    for row in matrix {
      var sum = 4096
      for place in 0..<4 { sum += row[place] * values[place] }
      result.append(sum >> 13)
    }
    return result
  }

  /// What the format says, word by word.
  static func plain(
    _ latents: [Int32], _ grid: QualityGrid, units: [Int], inverse: [[Int]],
    post: [[Int]]
  ) -> [Int32] {
    let (rows, columns) = (4 * grid.rows, 4 * grid.columns)
    let row = [Int](repeating: 0, count: columns)
    let plane = [[Int]](repeating: row, count: rows)
    var planes = [[[Int]]](repeating: plane, count: 3)
    for y in 0..<grid.rows {
      for x in 0..<grid.columns {
        let quality = grid.levels[grid.level(y, x, shift: 0)]
        for (channel, (component, v, u)) in order.enumerated() {
          let value = Int(latents[(y * grid.columns + x) * 48 + channel])
          let scaled = (value * units[quality * 48 + channel] + 2048) >> 12
          planes[component][4 * y + v][4 * x + u] = min(
            max(scaled, -1 << 20), 1 << 20)
        }
      }
    }
    for component in 0..<3 {
      for (matrix, from) in [(inverse, 0), (post, 2)] {
        for edge in stride(from: from, through: rows - 4, by: 4) {
          for x in 0..<columns {
            let four = (0..<4).map { planes[component][edge + $0][x] }
            for (i, value) in product(matrix, four).enumerated() {
              planes[component][edge + i][x] = value
            }
          }
        }
        for y in 0..<rows {
          for edge in stride(from: from, through: columns - 4, by: 4) {
            let four = Array(planes[component][y][edge..<edge + 4])
            let filtered = product(matrix, four)
            planes[component][y].replaceSubrange(
              edge..<edge + 4, with: filtered)
          }
        }
      }
    }
    var values: [Int32] = []
    for y in 0..<rows {
      for x in 0..<columns {
        for component in 0..<3 {
          values.append(Int32(planes[component][y][x]))
        }
      }
    }
    return values
  }

  @Test(arguments: sizes, [Int32(300), 1 << 21])
  func `the inverse is what the format says`(
    _ size: (Int, Int), _ limit: Int32
  ) throws {
    let model = try TinyFieldPack.model.get()
    let transform = try FieldModel(model.fields).transform
    func matrix(_ name: String) throws -> [[Int]] {
      let values = try model.pack.integers(name).values.map { Int($0) }
      return (0..<4).map { Array(values[4 * $0..<4 * $0 + 4]) }
    }
    let units = try model.pack.integers("coarseUnit").values.map { Int($0) }
    let dct = try matrix("coarseDCT")
    let inverse = (0..<4).map { sample in dct.map { $0[sample] } }
    let post = try matrix("coarsePost")
    let grid = Self.grid(size.0, size.1)
    var random = SplitMix64(seed: 3)
    let latents = (0..<size.0 * size.1 * 48).map { _ in
      Int32(random.small(Int(limit)))
    }
    let found = transform.inverse(latents, grid)
    #expect(found.rows == 4 * size.0 && found.columns == 4 * size.1)
    let wanted = Self.plain(
      latents, grid, units: units, inverse: inverse, post: post)
    #expect(found.values == wanted)
  }

  @Test(arguments: sizes)
  func `the forward direction undoes the inverse`(_ size: (Int, Int)) throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let grid = Self.grid(size.0, size.1)
    var random = SplitMix64(seed: 4)
    let latents = (0..<size.0 * size.1 * 48).map { _ in
      Int32(random.small(6400))
    }
    let means = model.transform.inverse(latents, grid)
    let found = model.transform.forward(
      means.values.map { Float($0) / 16 }, rows: means.rows,
      columns: means.columns)
    for (place, value) in found.enumerated() {
      let (cell, channel) = place.quotientAndRemainder(dividingBy: 48)
      let steps = model.coarseStep64(grid.levels[Int(grid.cells[cell])])
      let wanted = Float(latents[place]) * steps[steps.startIndex + channel]
      // Sixteen means, each rounded by up to 1/32 a few times.
      #expect(abs(value - wanted) < 0.5)
    }
  }
}
