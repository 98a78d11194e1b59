import Support

/// The bytes that coding a photo takes, estimated from above: the process with
/// its networks, and what grows with the picture.
///
/// The constants are a little above what `/usr/bin/time -v` tells of `rdc` for
/// pictures of 16×16 to 6000×4000 pixels.
struct FieldMemory {
  let geometry: FieldGeometry
  let contexts: ContextModel
  let plan: StripPlan
  let threads: Int

  /// The program, its models' descriptions and the networks that reading needs,
  /// and those that writing needs, a classifier among them.
  private static let reader = 40 << 20
  private static let writer = 84 << 20
  /// What a head holds of a tile with as many blocks as it computes at a time,
  /// and what a second head adds.
  private static let tile = 14 << 20
  private static let second = 24 << 20

  /// Decoding, with one head or a blend of two, to samples of so many channels,
  /// alpha included, and to the file that they are written to.
  func decoding(channels: Int, blends: Bool) -> Int {
    let pixels = geometry.width * geometry.height
    let tiles = min(threads, FieldTile.cover(geometry, threads: threads).count)
    let blocks = min(geometry.rows * geometry.columns, FieldTile.blocksAtATime)
    let painting =
      tiles * (Self.tile + (blends ? Self.second : 0)) / FieldTile.blocksAtATime
      * blocks
    // A PNG's chunks, then the whole of it: no larger than the samples but for
    // a byte a row and what frames the chunks.
    let file =
      2 * (pixels * channels + pixels * channels / 64 + geometry.height)
    return Self.reader + pixels * channels
      + max(latents + max(planes, painting), file)
  }

  /// Decoding the cells alone, at an eighth of the picture's size or less.
  func previewing(hasAlpha: Bool) -> Int {
    let cells = geometry.cellRows * geometry.cellColumns
    return Self.reader
      + ContextPlanes.byteCount(
        height: geometry.cellRows, width: geometry.cellColumns,
        slots: contexts.slots)
      + cells * contexts.layout.coded * 8
      + geometry.rows * geometry.columns * BlockMeans.planes * 24
      + (hasAlpha ? geometry.width * geometry.height * 2 : 0)
  }

  /// Encoding samples of so many channels, and the file that they come from.
  func encoding(channels: Int) -> Int {
    Self.writer + latents + planes
      + 2 * geometry.width * geometry.height * channels
  }

  /// Those of the picture as words of 32 bits, and what is told of its cells.
  private var latents: Int {
    geometry.rows * geometry.columns * (contexts.layout.coded + 12) * 4
  }

  /// What the strips in flight keep for the contexts.
  private var planes: Int {
    let rows = plan.ranges.map(\.count).max() ?? geometry.cellRows
    return min(threads, plan.count)
      * ContextPlanes.byteCount(
        height: rows * FieldGeometry.side, width: geometry.columns,
        slots: contexts.slots)
  }
}
