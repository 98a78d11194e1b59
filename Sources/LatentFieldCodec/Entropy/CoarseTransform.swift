import Codec
import ModelPack

/// The lapped 4×4 transform between coarse latents and the means of blocks.
/// The inverse is in integers, because contexts read its result; the forward
/// direction is ``forward(_:rows:columns:)``.
///
/// A cell's 16 means of a plane are an orthonormal DCT of it, and across every
/// inner edge of cells a filter of two samples on either side (Tran, Liang and
/// Tu 2003). At the picture's border, which is mirrored, it is the identity.
struct CoarseTransform: Sendable {
  /// Units of the latents' values, [qualities, channels], in 1/4096 of 1/16 of
  /// the picture's unit.
  private let units: [Int32]
  /// What measures a mean for contexts, [qualities, 3].
  private let meanUnits: [Int32]
  private let dct: [Int]
  private let inverseDCT: Matrix4
  private let post: Matrix4
  /// The filter of the forward direction, [output][input].
  private let pre: [Float]
  /// Channels of the coarse scale.
  static let channels = 48

  /// Where each channel of a plane stands: (vertical, horizontal) frequency of
  /// the places of the zigzag order.
  private static let zigzag = (0..<16).map { ($0 / 4, $0 % 4) }.sorted {
    let (a, b) = ($0.0 + $0.1, $1.0 + $1.1)
    if a != b { return a < b }
    return a % 2 == 1 ? $0.0 < $1.0 : $0.0 > $1.0
  }

  /// Component and place in its 4×4 array, [v][u], of each channel.
  private static let order: [(component: Int, place: Int)] = {
    let spans = [
      (0, 0..<1), (1, 0..<1), (2, 0..<1), (0, 1..<6), (0, 6..<16),
      (1, 1..<6), (2, 1..<6), (1, 6..<16), (2, 6..<16),
    ]
    return spans.flatMap { component, places in
      places.map { (component, zigzag[$0].0 * 4 + zigzag[$0].1) }
    }
  }()

  init(_ pack: ModelPack, qualities: Int) throws(RDCError) {
    units = try pack.integers("coarseUnit", shape: [qualities, Self.channels])
    meanUnits = try pack.integers(
      "meanUnit", shape: [qualities, BlockMeans.planes])
    guard units.allSatisfy({ $0 > 0 }), meanUnits.allSatisfy({ $0 > 0 }) else {
      throw .codec(LatentFieldError.model(reason: "a unit is not above 0"))
    }
    let dct = try Self.matrix(pack, "coarseDCT")
    self.dct = dct
    inverseDCT = Matrix4((0..<16).map { dct[$0 % 4 * 4 + $0 / 4] })
    post = Matrix4(try Self.matrix(pack, "coarsePost"))
    pre = try pack.floats("coarsePre", shape: [4, 4]).values
  }

  private static func matrix(
    _ pack: ModelPack, _ name: String
  ) throws(RDCError) -> [Int] {
    let entries = try pack.integers(name, shape: [4, 4])
    guard entries.allSatisfy({ (-0x8000...0x8000).contains($0) }) else {
      throw .codec(LatentFieldError.model(reason: "\(name): an entry"))
    }
    return entries.map(Int.init)
  }

  /// What measures the means at a quality.
  func meanUnit(_ quality: Int) -> [Int] {
    (0..<BlockMeans.planes).map {
      Int(meanUnits[quality * BlockMeans.planes + $0])
    }
  }

  /// Means of blocks from coarse latents in 1/64 step, [cells, channels].
  func inverse(_ latents: [Int32], _ quality: QualityGrid) -> BlockMeans {
    let (rows, columns) = (4 * quality.rows, 4 * quality.columns)
    var planes = [Int32](repeating: 0, count: rows * columns * 3)
    planes.withUnsafeMutableBufferPointer { planes in
      guard let base = planes.baseAddress else { return }
      for y in 0..<quality.rows {
        for x in 0..<quality.columns {
          let place = y * quality.columns + x
          dequantize(
            latents[place * Self.channels..<(place + 1) * Self.channels],
            quality.levels[quality.level(y, x, shift: 0)],
            to: base + 12 * (y * columns + x), line: 3 * columns)
        }
      }
      Self.forEachLine(rows: rows, columns: columns, from: 0) {
        inverseDCT.apply(base, at: $0, step: $1)
      }
      Self.forEachLine(rows: rows, columns: columns, from: 2) {
        post.apply(base, at: $0, step: $1)
      }
    }
    return BlockMeans(
      rows: rows, columns: columns, values: planes, transform: self)
  }

  /// A cell's coefficients in 1/16 of the picture's unit, [v][u][component].
  private func dequantize(
    _ values: ArraySlice<Int32>, _ quality: Int,
    to cell: UnsafeMutablePointer<Int32>, line: Int
  ) {
    let unit = quality * Self.channels
    for (channel, at) in Self.order.enumerated() {
      let value = Int(values[values.startIndex + channel])
      let scaled = (value * Int(units[unit + channel]) + (1 << 11)) >> 12
      cell[at.place / 4 * line + at.place % 4 * 3 + at.component] =
        Int32(truncatingIfNeeded: min(max(scaled, -1 << 20), 1 << 20))
    }
  }

  /// All runs of four samples down the columns, then all along the rows, that
  /// begin at `from` in each cell and end inside the planes: their first place
  /// and how far their samples lie apart, [rows, columns, 3].
  private static func forEachLine(
    rows: Int, columns: Int, from: Int,
    _ body: (_ first: Int, _ step: Int) -> Void
  ) {
    let line = 3 * columns
    for row in stride(from: from, through: rows - 4, by: 4) {
      for place in 0..<line { body(row * line + place, line) }
    }
    for row in 0..<rows {
      for column in stride(from: from, through: columns - 4, by: 4) {
        for plane in 0..<3 { body(row * line + 3 * column + plane, 3) }
      }
    }
  }

  /// Coarse coefficients [cells, channels] in the picture's unit from means
  /// [rows, columns, 3], whose rows and columns are multiples of four. Only the
  /// encoder needs it.
  func forward(_ means: [Float], rows: Int, columns: Int) -> [Float] {
    var planes = means
    Self.forEachLine(rows: rows, columns: columns, from: 2) {
      first, step in
      let four = (
        planes[first], planes[first + step], planes[first + 2 * step],
        planes[first + 3 * step]
      )
      for output in 0..<4 {
        let row = 4 * output
        planes[first + output * step] =
          pre[row] * four.0 + pre[row + 1] * four.1 + pre[row + 2] * four.2
          + pre[row + 3] * four.3
      }
    }
    let matrix = dct.map { Float($0) / 8192 }
    var coefficients: [Float] = []
    coefficients.reserveCapacity(rows * columns * 3)
    for y in stride(from: 0, to: rows, by: 4) {
      for x in stride(from: 0, to: columns, by: 4) {
        for at in Self.order {
          let (v, u) = (at.place / 4, at.place % 4)
          var sum: Float = 0
          for i in 0..<16 {
            let block = (y + i / 4) * columns + x + i % 4
            sum +=
              matrix[4 * v + i / 4] * matrix[4 * u + i % 4]
              * planes[3 * block + at.component]
          }
          coefficients.append(sum)
        }
      }
    }
    return coefficients
  }
}
