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
  /// The most numbers that tell a quality.
  private static let widestCondition = 1 << 12
  /// What the graphs read as `quality`, [qualities, width].
  private let conditions: Tensor

  /// Reads a pack; threads share the work.
  ///
  /// - Throws: ``RDCError/pack(_:)``, or ``RDCError/codec(_:)`` for what cannot
  ///   be decoded with.
  init(_ codec: LatentFieldCodec, threads: Int = 1) throws(RDCError) {
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
      pack, layouts.coarse, qualities: qualities, firstTable: 0,
      threads: threads)
    let groups = layouts.coarse.sizes.count
    fine = try ContextModel(
      pack, layouts.fine, qualities: qualities, firstTable: groups,
      threads: threads)
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
    guard conditions.shape[1] <= Self.widestCondition else {
      throw .codec(
        LatentFieldError.model(
          reason: "\(conditions.shape[1]) numbers for a quality"))
    }
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

  /// Numbers by which the graphs know a place's quality.
  var conditionWidth: Int { conditions.shape[1] }

  /// What the graphs read as `quality` at one place.
  func condition(_ quality: Int) -> ArraySlice<Float> {
    conditions.values[
      quality * conditionWidth..<(quality + 1) * conditionWidth]
  }

  /// Writes what the graphs read as quality, [lines, columns, width]: `side`
  /// lines and columns a cell.
  func conditions(
    _ grid: QualityGrid, lines: Range<Int>, columns: Range<Int>, side: Int,
    to target: UnsafeMutableBufferPointer<Float>
  ) {
    let width = conditionWidth
    conditions.values.withUnsafeBufferPointer { rows in
      var place = 0
      for line in lines {
        for column in columns {
          let level = grid.level(line / side, column, shift: 0)
          let row = grid.levels[level] * width
          for _ in 0..<side {
            for i in 0..<width { target[place + i] = rows[row + i] }
            place += width
          }
        }
      }
    }
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
    try check(head)
    return try graph(head.rawValue)
  }

  /// Whether there is such a head.
  ///
  /// - Throws: ``RDCError/missingHead(_:model:known:)``.
  func check(_ head: Head) throws(RDCError) {
    guard codec.heads.contains(head) else {
      throw .missingHead(head, model: codec.pack.name, known: codec.heads)
    }
  }

  /// Labels of the model's classifiers.
  var labelCount: Int { field.labels?.count ?? 0 }
}
