import Codec
import ModelPack

/// The means of the blocks of a picture, in 1/16 of the picture's unit: what
/// the coarse latents tell the fine scale.
struct BlockMeans: Sendable {
  /// Rows and columns of blocks.
  let rows: Int
  let columns: Int
  /// [rows, columns, 3].
  let values: [Int32]
  private let transform: CoarseTransform

  /// Planes of means.
  static let planes = 3
  /// Blocks on a side of a cell.
  static let side = 4
  /// Places of a mean in the picture's unit.
  static let places: Float = 16

  init(
    rows: Int, columns: Int, values: [Int32], transform: CoarseTransform
  ) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.transform = transform
  }

  /// Puts magnitudes and slopes of the means where a strip's contexts look.
  func fill(
    _ planes: ContextPlanes, quality: QualityGrid, firstRow: Int,
    _ features: ContextFeatures
  ) {
    let unit = Unit(
      units: quality.levels.map { transform.meanUnit($0) }, quality: quality,
      firstRow: firstRow)
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for y in 0..<planes.height {
        for x in 0..<planes.width {
          let here = base + ((firstRow + y) * columns + x) * Self.planes
          func magnitude(_ plane: Int) -> UInt8 {
            features.magnitude(unit.scale(Int(here[plane]), y, x, plane))
          }
          let position = planes.position(y, x)
          planes.append(
            magnitude(0), magnitude(1), slot: 0, position: position)
          planes.append(magnitude(2), 0, slot: 1, position: position)
        }
      }
      planes.fillSlopes(
        of: LeadingValues(
          base: base, rows: rows, columns: columns, stride: Self.planes,
          channels: Self.planes),
        firstRow: firstRow, unit: unit, features)
    }
  }

  /// A place's unit by its quality.
  private struct Unit: MeanUnit {
    /// Of each level.
    let units: [[Int]]
    let quality: QualityGrid
    let firstRow: Int

    @inline(__always)
    func scale(_ value: Int, _ y: Int, _ x: Int, _ channel: Int) -> Int {
      let level = quality.level(firstRow + y, x, shift: 2)
      return (value * units[level][channel] + (1 << 15)) >> 16
    }
  }
}
