import Codec
import NeuralInference
import Support

/// One strip of one scale in coding order: contexts from what is decoded, a
/// group's symbols from the coder, and the values that become contexts
/// themselves.
struct FieldPass {
  let model: ContextModel
  let tables: ScaleTables
  let quality: QualityGrid
  let instructionSet: InstructionSet
  /// Positions of the whole picture, which number its latents.
  let size: (height: Int, width: Int)
  /// The rows of it that are coded here.
  let rows: Range<Int>
  let planes: ContextPlanes
  private let seed: UInt64

  init(
    _ model: ContextModel, _ tables: ScaleTables, quality: QualityGrid,
    seed: UInt64, size: (height: Int, width: Int), rows: Range<Int>,
    instructionSet: InstructionSet
  ) {
    self.model = model
    self.tables = tables
    self.quality = quality
    self.seed = seed
    self.size = size
    self.rows = rows
    self.instructionSet = instructionSet
    planes = ContextPlanes(
      height: rows.count, width: size.width, slots: model.slots)
  }

  /// Binary places from a position's coordinates to its cell's.
  private var shift: Int { model.layout.scale == .fine ? 2 : 0 }

  /// Values in 1/64 step that `body` fills, [rows, width, coded channels].
  func values(
    _ body: (UnsafeMutablePointer<Int32>) throws(RDCError) -> Void
  ) throws(RDCError) -> [Int32] {
    try SharedBuffer.fill(
      rows.count * size.width * model.layout.coded
    ) { buffer throws(RDCError) in
      try body(buffer.part(0..<buffer.count))
    }
  }

  /// Walks through all groups.
  ///
  /// - Parameters:
  ///   - coder: chooses, writes or reads the symbols.
  ///   - means: those of the picture's blocks, for the fine scale.
  ///   - output: values in 1/64 step, [rows, width, coded channels].
  /// - Throws: what the coder throws.
  func run(
    _ coder: inout some FieldCoder, means: BlockMeans?,
    to output: UnsafeMutablePointer<Int32>
  ) throws(RDCError) {
    // Most of them stay 0.
    output.initialize(
      repeating: 0, count: rows.count * size.width * model.layout.coded)
    if let means {
      means.fill(
        planes, quality: quality, firstRow: rows.lowerBound, model.features)
    }
    for group in model.groups {
      if means == nil, group.slopeChannels > planes.slopeChannels {
        // The coarse scale has one strip, so the rows are the picture's.
        planes.fillSlopes(
          of: LeadingValues(
            base: UnsafePointer(output), rows: size.height,
            columns: size.width, stride: model.layout.coded,
            channels: group.slopeChannels),
          firstRow: 0, unit: OwnUnit(), model.features)
      }
      try run(group, &coder, to: output)
    }
  }

  private func run(
    _ group: ContextGroup, _ coder: inout some FieldCoder,
    to output: UnsafeMutablePointer<Int32>
  ) throws(RDCError) {
    let number = model.firstTable + group.index
    let context = ContextReader(
      group, planes, levels: quality.levels, model, tables,
      FieldDither(
        seed: seed, scale: model.layout.scale, size: size,
        firstRow: rows.lowerBound, channels: model.layout.coded),
      isa: instructionSet.code)
    let coded = model.layout.coded
    var target = output + group.start
    for y in 0..<planes.height {
      for x in 0..<planes.width {
        let flag = context.read(
          y: y, x: x,
          level: quality.level(rows.lowerBound + y, x, shift: shift))
        let isRaised = try coder.code(context, group: number, flag: flag)
        context.commit(isRaised: isRaised, to: target)
        target += coded
      }
    }
  }
}
