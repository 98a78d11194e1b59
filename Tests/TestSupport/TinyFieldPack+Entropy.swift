import Foundation
import Support

extension TinyFieldPack {
  /// The networks that choose the tables.
  static func addContexts(_ builder: inout Builder) {
    builder.add(
      "ctx.lut", [64],
      (0..<64).map { UInt8((8 * log2(Double($0 + 1))).rounded()) })
    addContexts(
      &builder, "coarse", groups: coarse, given: 0, references: 2, means: 3)
    addContexts(
      &builder, "fine", groups: fine, given: 3, references: 0, means: 2)
  }

  private static func addContexts(
    _ builder: inout Builder, _ scale: String, groups: [Int], given: Int,
    references: Int, means: Int
  ) {
    var start = given
    let firstSigned = given + groups[..<references].reduce(0, +)
    var lastSigned = firstSigned
    for (index, size) in groups.enumerated() {
      func name(_ part: String) -> String { "ctx.\(scale).\(index).\(part)" }
      let hasMean = index < means
      let slopes = 8 * min(start, 3)
      let outputs = hasMean ? 2 * size : size
      func draw(_ part: String, _ shape: [Int], _ limit: Int) {
        builder.add(
          name(part), shape,
          (0..<shape.reduce(1, *)).map { _ in
            Int16(builder.random.small(limit))
          })
      }
      func draw32(_ part: String, _ shape: [Int], _ limit: Int) {
        builder.add(
          name(part), shape,
          (0..<shape.reduce(1, *)).map { _ in
            Int32(builder.random.small(limit))
          })
      }
      if start > 0 {
        draw(
          "window", [3, 3, start + lastSigned - firstSigned, hidden], 300)
        draw("slopes", [2 * slopes, hidden], 200)
      }
      if hasMean {
        draw("near", [24 * size, hidden], 200)
        draw("linear", [12 * size + slopes, size], 400)
      } else {
        draw("own", [4, size, hidden], 300)
      }
      if index >= references {
        draw32("same", [12, size], 3000)
        draw("flag", [hidden], 3000)
        draw32("flagSame", [12], 300_000)
        builder.add(
          name("flagBias"), [3], [Int32](repeating: 32 << 19, count: 3))
      }
      draw32("hiddenBias", [3, hidden], 5000)
      draw("leave", [hidden, outputs], 1500)
      builder.add(
        name("bias"), [3, outputs],
        (0..<3 * outputs).map { place in
          place % outputs < size
            ? Int32((place / outputs + 1) << 19) : Int32(0)
        })
      start += size
      if index >= references && index < means { lastSigned = start }
    }
  }

  /// The tables of symbols and flags.
  static func addTables(_ builder: inout Builder) {
    builder.add("cell", [shifts.count], shifts)
    builder.add("radius", [radii.count], radii)
    builder.add("dither", [dithers.count], dithers)
    var knots: [UInt32] = []
    let groups = coarse.count + fine.count
    builder.add(
      "flags", [groups, 64],
      (0..<groups * 64).map { UInt32(($0 % 64) * 1000 + 1200) })
    for _ in 0..<groups {
      for (index, radius) in radii.enumerated() {
        let count = 4 * (2 * Int(radius) + 4)
        let scale = 0.5 * Double(1 << index)
        let weights = (0..<count).map {
          exp(-abs(Double($0) + 0.5 - Double(count) / 2) / 4 / scale)
        }
        let sum = weights.reduce(0, +)
        var counts = weights.map {
          1 + UInt32($0 / sum * Double(65536 - count))
        }
        counts[count / 2] += 65536 - counts.reduce(0, +)
        var total: UInt32 = 0
        knots.append(0)
        for count in counts {
          total += count
          knots.append(total)
        }
      }
    }
    builder.add("knots", [knots.count], knots)
  }
}
