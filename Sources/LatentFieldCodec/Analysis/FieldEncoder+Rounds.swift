import Codec
import Container
import PictureFiles

/// One file: once through analysis and search, and with more effort in rounds that
/// a classifier guides.
extension FieldEncoder {
  /// A picture on its way into a file: what stays as it is at every quality.
  struct Job: Sendable {
    let picture: Picture
    let geometry: FieldGeometry
    let plan: StripPlan
    let sections: [Section]
    let guide: ClassifierGuide?
  }

  /// How often the classifier is asked. Where nothing is to be stated of what it
  /// sees, it has no say in the symbols, either.
  var rounds: Int {
    guard options.states else { return 0 }
    switch options.effort {
    case ...5: return 0
    case 6...7: return 2
    case 8: return 4
    default: return 8
    }
  }

  /// Encodes at one quality.
  func encode(
    _ job: Job, _ quality: Int, _ map: QualityMap?,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> Encoding {
    let (picture, geometry) = (job.picture, job.geometry)
    let grid = QualityGrid(
      rows: geometry.cellRows, columns: geometry.cellColumns,
      quality: quality, map: map, last: model.lastQuality)
    let targets = try analysis.latents(
      of: picture, grid, execution: execution)
    let rounds = job.guide == nil ? 0 : rounds
    func payload(
      _ targets: FieldAnalysis.Targets, round: Int
    ) throws(RDCError) -> FieldPayload {
      try self.payload(job, quality, map, grid, targets) {
        progress(
          Progress(
            round * $0.total + $0.done, of: (rounds + 1) * $0.total))
      }
    }
    var found = try payload(targets, round: 0)
    if let guide = job.guide {
      var move = LatentMove(targets, model, grid)
      for round in 0..<rounds {
        let latents = try FieldLatents(
          found, model, geometry, quality: quality, seed: options.seed,
          execution: execution)
        let slope = try guide.slope(
          of: latents, geometry: geometry, seed: options.seed, round: round,
          execution
        ).scaled(to: Self.slopeLength)
        guard let slope else { break }
        move.descend(
          from: targets,
          to: try analysis.latents(
            of: picture, grid, plus: slope, execution: execution))
        found = try payload(move.applied(to: targets), round: round + 1)
      }
    }
    return try Encoding(
      found.serialize(), of: PictureSet(picture), by: model.codec.pack,
      at: .quality(model.quality(quality)), quality: UInt8(quality >> 1),
      seed: options.seed, sections: job.sections)
  }

  /// Levels of a slope when the analysis tells what it does to latents: few, so
  /// that the network is nearly linear, and more than it rounds.
  private static let slopeLength: Float = 4

  /// The symbols for wanted latents.
  private func payload(
    _ job: Job, _ quality: Int, _ map: QualityMap?, _ grid: QualityGrid,
    _ targets: FieldAnalysis.Targets,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(RDCError) -> FieldPayload {
    let search = FieldSearch(
      model, rates, quality: grid, seed: options.seed, effort: options.effort)
    let cells = try search.cells(
      of: targets.coarse, map: map, execution: execution)
    let strips = try search.strips(
      of: targets.fine, cells.means, job.plan, execution: execution,
      progress: progress)
    return FieldPayload(
      qualityBit: quality & 1, isGray: job.picture.colorSpace == .gray,
      hasMap: map != nil, plan: job.plan, cells: cells.payload, strips: strips)
  }
}
