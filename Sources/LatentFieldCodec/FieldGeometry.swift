/// The sizes of a photo: pixels, and positions of latents.
struct FieldGeometry: Sendable, Equatable {
  let width: Int
  let height: Int
  /// Pixels on a side of a position.
  let block: Int

  /// Rows and columns of positions.
  var rows: Int { (height + block - 1) / block }
  var columns: Int { (width + block - 1) / block }

  static func positions(
    width: Int, height: Int, block: Int
  ) -> (height: Int, width: Int) {
    let geometry = FieldGeometry(width: width, height: height, block: block)
    return (geometry.rows, geometry.columns)
  }

  /// A bound of the bytes that coding takes, beside the packs.
  ///
  /// Latents as 32-bit words (twice in the encoder, which keeps the wanted
  /// values too), strips of planes and tiles in flight on each thread, the
  /// picture and the PNG that it comes from or goes to.
  func memory(
    contexts: FieldContexts, plan: StripPlan, threads: Int, samples: Int,
    encodes: Bool
  ) -> Int {
    let positions = rows * columns
    let strips = plan.ranges.map(\.count).max() ?? rows
    let planes =
      min(threads, plan.count)
      * FieldPlanes.byteCount(
        height: strips, width: columns, contexts: contexts)
    let tiles = min(
      threads * FieldTile.areaLimit, (rows + 12) * (columns + 12))
    return positions * contexts.channels * 4 + planes
      + tiles * block * block * 3 * 4 * 4
      + width * height * samples * (encodes ? 2 : 3)
  }
}
