import CKernels
import Codec
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
  let model: FieldModel
  let quality: Int
  let instructionSet: InstructionSet
  let planes: FieldPlanes
  private var random: FieldDither

  /// - Parameters:
  ///   - size: positions of the whole picture, which number its latents.
  ///   - strip: the rows of it that are coded here.
  init(
    _ model: FieldModel, quality: Int, seed: UInt64,
    size: (height: Int, width: Int), strip: Range<Int>,
    instructionSet: InstructionSet
  ) {
    self.model = model
    self.quality = quality
    self.instructionSet = instructionSet
    planes = FieldPlanes(
      height: strip.count, width: size.width, contexts: model.contexts)
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
    let (tables, classes) = (model.tables, model.tables.classes)
    let scratch = ContextScratch(
      group, quality: quality, model.contexts, classes: classes,
      isa: instructionSet.code)
    let (scales, means) = (scratch.scales, scratch.means)
    let features = scratch.features
    if group.index == FieldContexts.dcGroups { planes.fillSlopes(features) }
    let limit = FieldContexts.valueLimit
    let size = group.size
    for y in 0..<planes.height {
      for x in 0..<planes.width {
        scratch.read(planes, y: y, x: x)
        let position = planes.position(y, x)
        let first = position * planes.channels + group.start
        for i in 0..<size {
          let scale = scales[i]
          let mean = means[i]
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
          let value = min(max(64 * k + mean - u, -limit), limit)
          guard value != 0 else { continue }
          planes.values[first + i] = Int32(truncatingIfNeeded: value)
          planes.magnitudes[first + i] = features.magnitude(value)
        }
        list(group, position, first)
      }
    }
  }

  /// Adds a position's new values to its list.
  @inline(__always)
  private func list(_ group: ContextGroup, _ position: Int, _ first: Int) {
    let magnitudes = planes.magnitudes + first
    var slot = group.slots.first
    for i in stride(from: 0, to: group.size - 1, by: 2) {
      planes.append(
        magnitudes[i], magnitudes[i + 1], slot: slot, position: position)
      slot += 1
    }
    if group.size % 2 == 1 {
      planes.append(
        magnitudes[group.size - 1], 0, slot: slot, position: position)
      slot += 1
    }
    guard group.slots.hasSigned else { return }
    let values = planes.values + first
    func signed(_ i: Int) -> UInt8 {
      i < group.size
        ? UInt8(bitPattern: ContextFeatures.signed(Int(values[i]))) : 0
    }
    for i in stride(from: 0, to: group.size, by: 2) {
      planes.append(
        signed(i), signed(i + 1), slot: slot, position: position)
      slot += 1
    }
  }
}
