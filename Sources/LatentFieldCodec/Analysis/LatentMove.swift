/// What is added to the latents that the encoder wants, in steps of the quantizer.
///
/// A move of less than half a step decides a symbol that was nearly undecided,
/// which costs next to no bits and squared error.
struct LatentMove: Sendable {
  private var coarse: [Float]
  private var fine: [Float]
  private let grid: QualityGrid
  /// Steps of each level of the grid.
  private let coarseSteps: [[Float]]
  private let fineSteps: [[Float]]

  /// How far a round moves fine latents, in the mean of squares, and how far all
  /// rounds together may move one.
  private static let (length, farthest): (Float, Float) = (0.02, 0.6)

  /// No move.
  init(
    _ targets: FieldAnalysis.Targets, _ model: FieldModel, _ grid: QualityGrid
  ) {
    self.grid = grid
    coarse = [Float](repeating: 0, count: targets.coarse.count)
    fine = [Float](repeating: 0, count: targets.fine.count)
    coarseSteps = grid.levels.map { model.coarseStep64($0).map { 64 * $0 } }
    fineSteps = grid.levels.map { model.fineStep64($0).map { 64 * $0 } }
  }

  /// Moves against a slope that is known by what it does to latents: from those
  /// of a picture to those of the picture with its slope added.
  mutating func descend(
    from targets: FieldAnalysis.Targets, to sloped: FieldAnalysis.Targets
  ) {
    let slopes = FieldAnalysis.Targets(
      coarse: slopes(targets.coarse, sloped.coarse, coarseSteps, side: 1),
      fine: slopes(
        targets.fine, sloped.fine, fineSteps, side: FieldGeometry.side))
    let squares = slopes.fine.reduce(into: 0.0) {
      $0 += Double($1) * Double($1)
    }
    let scale =
      Self.length / Float((squares / Double(fine.count)).squareRoot())
    guard scale > 0, scale.isFinite else { return }
    func move(_ values: inout [Float], _ slopes: [Float]) {
      // A slope by steps beyond reason may be no number.
      for (place, slope) in slopes.enumerated() where slope.isFinite {
        let moved = values[place] - scale * slope
        values[place] = min(max(moved, -Self.farthest), Self.farthest)
      }
    }
    move(&coarse, slopes.coarse)
    move(&fine, slopes.fine)
  }

  /// Slopes by symbols, from latents in steps with so many places a cell on a
  /// side: a symbol is worth its step, and the latents are divided by it.
  private func slopes(
    _ from: [Float], _ to: [Float], _ steps: [[Float]], side: Int
  ) -> [Float] {
    let (columns, channels) = (grid.columns * side, steps[0].count)
    var slopes: [Float] = []
    slopes.reserveCapacity(from.count)
    for place in 0..<from.count / channels {
      let level = grid.level(
        place / columns / side, place % columns / side, shift: 0)
      for (channel, step) in steps[level].enumerated() {
        let index = place * channels + channel
        slopes.append((to[index] - from[index]) * step * step)
      }
    }
    return slopes
  }

  /// The latents, moved.
  func applied(to targets: FieldAnalysis.Targets) -> FieldAnalysis.Targets {
    FieldAnalysis.Targets(
      coarse: zip(targets.coarse, coarse).map(+),
      fine: zip(targets.fine, fine).map(+))
  }
}
