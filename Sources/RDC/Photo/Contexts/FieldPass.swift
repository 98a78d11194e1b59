import CKernels
import NeuralInference

/// Decides or reads one symbol; both directions walk the same way.
protocol FieldCoder {
  /// The symbol k of a channel at a position of the strip.
  ///
  /// - Parameters:
  ///   - table: number of (group, class) in the tables.
  ///   - mean: the predicted mean in 1/64 step.
  ///   - dither: u in 1/64 step.
  mutating func symbol(
    _ place: FieldPlace, table: Int, scale: Int, mean: Int, dither: Int
  ) throws(RDCError) -> Int
}

/// Where a symbol stands.
struct FieldPlace {
  var y: Int
  var x: Int
  var channel: Int
}

/// One strip of latents in coding order: contexts from what is decoded, a
/// symbol from the coder, and the value that becomes a context itself.
struct FieldPass {
  let model: PhotoModel
  let quality: Int
  let instructionSet: InstructionSet
  let planes: FieldPlanes
  private var random: FieldDither

  /// - Parameters:
  ///   - size: positions of the whole picture, which number its latents.
  ///   - strip: the rows of it that are coded here.
  init(
    _ model: PhotoModel, quality: Int, seed: UInt64,
    size: (height: Int, width: Int), strip: Range<Int>,
    instructionSet: InstructionSet
  ) {
    self.model = model
    self.quality = quality
    self.instructionSet = instructionSet
    planes = FieldPlanes(
      height: strip.count, width: size.width, channels: model.channels)
    random = FieldDither(
      seed: seed, size: size, firstRow: strip.lowerBound,
      channels: model.channels)
  }

  /// Walks through all groups.
  mutating func run(_ coder: inout some FieldCoder) throws(RDCError) {
    for group in model.contexts.groups { try run(group, &coder) }
  }

  private mutating func run(
    _ group: ContextGroup, _ coder: inout some FieldCoder
  ) throws(RDCError) {
    let scratch = ContextScratch(group, quality: quality, model.contexts)
    let isa = instructionSet.code
    let (tables, classes) = (model.tables, model.tables.classes)
    let limit = FieldContexts.valueLimit
    for y in 0..<planes.height {
      for x in 0..<planes.width {
        scratch.read(planes, y: y, x: x, isa: isa)
        let position = planes.position(y, x)
        for i in 0..<group.size {
          let scale = scratch.scale(i, classes: classes)
          let mean = scratch.mean(i)
          let channel = group.start + i
          let amplitude = tables.dither[scale]
          let u =
            amplitude == 0
            ? 0
            : random.offset(y: y, x: x, channel: channel, amplitude: amplitude)
          let k = try coder.symbol(
            FieldPlace(y: y, x: x, channel: channel),
            table: group.index * classes + scale, scale: scale, mean: mean,
            dither: u)
          let value = Int32(min(max(64 * k + mean - u, -limit), limit))
          planes.store(
            value, magnitude: scratch.magnitude(value), position: position,
            channel: channel)
        }
      }
    }
  }
}
