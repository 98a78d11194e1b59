import Support

/// The bytes that coding a photo takes, estimated from above: the process with
/// its networks, what grows with the picture, and what grows with the threads.
///
/// The constants are a little above what `/usr/bin/time -v` tells of `rdc` for
/// pictures of 16×16 to 6000×4000 pixels; the memory of the networks' runs is
/// planned before it is taken.
struct FieldMemory {
  let geometry: FieldGeometry
  let contexts: ContextModel
  let plan: StripPlan
  let threads: Int

  /// The program, its models' descriptions and the networks that reading needs,
  /// and those that writing needs, a classifier among them.
  private static let reader = 44 << 20
  private static let writer = 82 << 20
  /// What reading labels in a decoded picture takes, in place of `painting`:
  /// the classifier's weights, and its run over one small picture.
  static let classifier = 50 << 20
  /// What asking the classifier takes beside that, whatever the picture.
  private static let guide = 116 << 20

  /// Decoding to samples of so many channels, alpha included, and to the file
  /// that they are written to. The networks take `painting`, which is not
  /// known before a head is chosen; then the memory of the contexts may still
  /// be there, since freed memory is kept (`Execution.keepFreedMemory`).
  func decoding(channels: Int, painting: Int) -> Int {
    let pixels = geometry.width * geometry.height
    // A PNG's chunks, then the whole of it: no larger than the samples but for
    // a byte a row and what frames the chunks.
    let file =
      2 * (pixels * channels + pixels * channels / 64 + geometry.height)
    return Self.reader + pixels * channels
      + max(latents + planes + painting, file)
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

  /// Encoding samples of so many channels, and the file that they come from, by
  /// a network that takes `analysis`.
  func encoding(channels: Int, analysis: Int) -> Int {
    Self.writer + latents + planes + analysis
      + 2 * geometry.width * geometry.height * channels
  }

  /// What encoding takes more where a classifier is asked on the way: latents as
  /// they are wanted, moved and sloped, and the slope of so many channels.
  func guiding(channels: Int) -> Int {
    Self.guide + 3 * latents + 4 * geometry.width * geometry.height * channels
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
