import Codec
import EntropyCoding
import ModelPack
import NeuralInference

/// A latent-field pack, read and checked: everything but the graphs' weights.
struct FieldModel: Sendable {
  let codec: LatentFieldCodec
  let field: LatentFieldDescription
  let coarse: ContextModel
  let fine: ContextModel
  let transform: CoarseTransform
  let tables: ScaleTables
  let flags: FlagTables
  /// Chances of a quality map, if pictures may have one.
  let maps: QualityMap.Tables?
  /// Quantizer steps over 64, [qualities, channels].
  private let coarseStep64: [Float]
  private let fineStep64: [Float]
  /// What the graphs read as `quality`, [qualities, width].
  private let conditions: Tensor

  init(_ codec: LatentFieldCodec) throws(RDCError) {
    self.codec = codec
    let pack = codec.pack
    field = codec.description
    let qualities = field.qualities
    guard qualities > 1, qualities <= 511, field.lagrange.isFinite,
      field.lagrange >= 0
    else {
      throw .codec(
        LatentFieldError.model(reason: "its description is out of range"))
    }
    let layouts = (
      coarse: try FieldLayout(.coarse, field.coarse),
      fine: try FieldLayout(.fine, field.fine)
    )
    guard layouts.coarse.coded == CoarseTransform.channels else {
      throw .codec(
        LatentFieldError.model(
          reason: "\(layouts.coarse.coded) coarse channels"))
    }
    coarse = try ContextModel(
      pack, layouts.coarse, qualities: qualities, firstTable: 0)
    let groups = layouts.coarse.sizes.count
    fine = try ContextModel(
      pack, layouts.fine, qualities: qualities, firstTable: groups)
    transform = try CoarseTransform(pack, qualities: qualities)
    let tables = groups + layouts.fine.sizes.count
    self.tables = try ScaleTables(pack, classes: field.classes, groups: tables)
    flags = try FlagTables(pack, groups: tables)
    maps = pack.hasTensor("map") ? try QualityMap.Tables(pack) : nil
    coarseStep64 = try Self.steps(
      pack, "coarseStep64", [qualities, layouts.coarse.coded])
    fineStep64 = try Self.steps(
      pack, "step64", [qualities, layouts.fine.coded])
    conditions = try pack.floats("quality", shape: [qualities, nil])
  }

  private static func steps(
    _ pack: ModelPack, _ name: String, _ shape: [Int]
  ) throws(RDCError) -> [Float] {
    let steps = try pack.floats(name, shape: shape).values
    guard steps.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .codec(LatentFieldError.model(reason: "a step is not above 0"))
    }
    return steps
  }

  /// The largest quality index.
  var lastQuality: Int { field.qualities - 1 }

  /// The index of a quality from 0 to 100, and the inverse.
  func qualityIndex(_ quality: Double) -> Int {
    let share = min(max(quality, 0), 100) / 100
    return Int((share * Double(lastQuality)).rounded())
  }

  func quality(_ index: Int) -> Double {
    100 * Double(index) / Double(lastQuality)
  }

  /// Channels of the latents that heads read: the means, and the fine ones.
  var channels: Int { BlockMeans.planes + fine.layout.coded }

  /// Step over 64 of each coarse channel at a quality.
  func coarseStep64(_ quality: Int) -> ArraySlice<Float> {
    let channels = coarse.layout.coded
    return coarseStep64[quality * channels..<(quality + 1) * channels]
  }

  /// Step over 64 of each fine channel at a quality.
  func fineStep64(_ quality: Int) -> ArraySlice<Float> {
    let channels = fine.layout.coded
    return fineStep64[quality * channels..<(quality + 1) * channels]
  }

  /// What the graphs read at the places of a tile, `side` of them a cell's
  /// side: [1, rows, columns, width].
  func conditions(
    _ grid: QualityGrid, _ tile: FieldTile, side: Int
  ) throws(RDCError) -> Tensor {
    let width = conditions.shape[1]
    let size = tile.outerSize(side)
    var values: [Float] = []
    values.reserveCapacity(size.rows * size.columns * width)
    for row in tile.outerRows {
      var line: [Float] = []
      for column in tile.outerColumns {
        let quality = grid.levels[grid.level(row, column, shift: 0)]
        let condition = conditions.values[
          quality * width..<(quality + 1) * width]
        for _ in 0..<side { line += condition }
      }
      for _ in 0..<side { values += line }
    }
    return try Tensor.of([1, size.rows, size.columns, width], values)
  }

  /// More cells than this cannot be in a payload of so many strips and bytes,
  /// whatever they are: every flag and every symbol costs something.
  func cellLimit(payloadBytes: Int, strips: Int) -> Int {
    let blocks = Double(FieldGeometry.side * FieldGeometry.side)
    let bits =
      RangeDecoder.mostBits(payloadBytes: payloadBytes)
      + Double(strips) * RangeDecoder.mostBits(payloadBytes: 0)
    let limit = bits / (least(coarse) + blocks * least(fine)) + 1
    return limit < 0x1p40 ? Int(limit) : 1 << 40
  }

  private func least(_ scale: ContextModel) -> Double {
    scale.groups.reduce(0) { sum, group in
      let table = scale.firstTable + group.index
      return sum
        + (group.isReference
          ? Double(group.size) * tables.leastBits(group: table)
          : flags.leastBits(group: table))
    }
  }

  func graph(_ name: String) throws(RDCError) -> Graph {
    try codec.pack.network(name)
  }

  func graph(of head: Head) throws(RDCError) -> Graph {
    guard codec.heads.contains(head) else {
      throw .missingHead(head, model: codec.pack.name, known: codec.heads)
    }
    return try graph(head.rawValue)
  }

  /// Labels of the model's classifiers.
  var labelCount: Int { field.labels?.count ?? 0 }
}
