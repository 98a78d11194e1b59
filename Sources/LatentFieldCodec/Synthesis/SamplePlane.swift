import CKernels
import NeuralInference
import Support

/// The samples of a picture, which tiles fill.
struct SamplePlane {
  let geometry: FieldGeometry
  /// Whether a pixel has one sample instead of three.
  let isGray: Bool
  /// [height, width, samples].
  let samples: SharedBuffer<UInt8>
  let isa: InstructionSet

  /// Rounds rows of a tile's pixels [rows, outer columns, 3], without what lies
  /// beyond its columns and the picture.
  func write(
    _ pixels: UnsafeBufferPointer<Float>, _ tile: FieldTile, rows: Range<Int>
  ) {
    let cell = FieldGeometry.cell
    let left = tile.columns.lowerBound * cell
    let width = min(tile.columns.upperBound * cell, geometry.width) - left
    let margin = left - tile.outerColumns.lowerBound * cell
    let line = tile.outerColumns.count * cell * 3
    let channels = isGray ? 1 : 3
    guard let base = pixels.baseAddress else { return }
    for row in rows.prefix(max(0, geometry.height - rows.lowerBound)) {
      let first = (row * geometry.width + left) * channels
      let target = samples.part(first..<first + width * channels)
      let source = base + (row - rows.lowerBound) * line + margin * 3
      if isGray {
        for x in 0..<width {
          let sum = source[3 * x] + source[3 * x + 1] + source[3 * x + 2]
          target[x] = Self.sample(sum / 3)
        }
      } else {
        rdc_rounded_samples(isa.code, source, target, Int64(3 * width))
      }
    }
  }

  /// The nearest sample; what is no number is black.
  @inline(__always)
  private static func sample(_ value: Float) -> UInt8 {
    value > 0 ? UInt8(min(value, 255) + 0.5) : 0
  }
}
