import EntropyCoding
import Foundation
import ModelPack
import NeuralInference
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Agreement with the trainer's reference coder, which shares no code.
///
/// `RDC_PHOTO_REFERENCE` names a folder that the trainer wrote
/// (`rdc_trainer.field.golden`): `pack`, and for each quality the reference's
/// symbols, classes, flags, values and pixels, with a quality map. The pack
/// must have no dither, because the reference draws its own.
@Suite(
  .enabled(
    if: FieldReference.folder != nil,
    "set RDC_PHOTO_REFERENCE to a folder of the trainer's reference data"))
struct FieldReferenceTests {
  @Test(arguments: [40, 150, 300])
  func `contexts and values are those of the reference`(
    _ quality: Int
  ) throws {
    let reference = try FieldReference(quality: quality)
    let grid = reference.grid
    for set in InstructionSet.available {
      let cells = FieldPass(
        reference.model.coarse, reference.model.tables, quality: grid, seed: 0,
        size: (grid.rows, grid.columns), rows: 0..<grid.rows,
        instructionSet: set)
      let coarse = try reference.check(.coarse, cells, means: nil)
      let means = reference.model.transform.inverse(coarse, grid)
      #expect(means.values == reference.means)
      let blocks = FieldPass(
        reference.model.fine, reference.model.tables, quality: grid, seed: 0,
        size: (means.rows, means.columns), rows: 0..<means.rows,
        instructionSet: set)
      _ = try reference.check(.fine, blocks, means: means)
    }
  }

  @Test(arguments: [40, 150, 300])
  func `pixels are those of the reference but for rounding`(
    _ quality: Int
  ) throws {
    let reference = try FieldReference(quality: quality)
    let coarse = reference.coarse.values
    let samples = try FieldSynthesis(
      reference.model, head: .distortion, strength: 1
    ).samples(
      of: FieldLatents(
        quality: reference.grid, coarse: coarse,
        means: reference.model.transform.inverse(coarse, reference.grid),
        fine: reference.fine.values),
      geometry: reference.geometry, seed: 0, isGray: false,
      execution: Fixture.execution)
    var off = 0
    for (found, wanted) in zip(samples, reference.pixels) {
      #expect(abs(Float(found) - wanted) < 0.51)
      off += abs(Float(found) - wanted) > 0.501 ? 1 : 0
    }
    #expect(samples.count == reference.pixels.count)
    #expect(off < samples.count / 100)
  }

  @Test(arguments: [40, 150, 300])
  func `latents are those of the reference but for rounding`(
    _ quality: Int
  ) throws {
    let reference = try FieldReference(quality: quality)
    let found = try FieldAnalysis(reference.model).latents(
      of: reference.picture, reference.grid, execution: Fixture.execution)
    let channels = reference.model.channels
    for (place, value) in found.fine.enumerated() {
      let (block, channel) = place.quotientAndRemainder(
        dividingBy: channels - 3)
      let quality = reference.grid.levels[
        reference.grid.level(
          block / reference.geometry.columns,
          block % reference.geometry.columns, shift: 2)]
      let steps = reference.model.fineStep64(quality)
      let wanted =
        reference.latents[block * channels + 3 + channel]
        / (64 * steps[steps.startIndex + channel])
      #expect(abs(value - wanted) < 1e-3 * max(1, abs(wanted)))
    }
  }
}

/// Hands out given symbols, and keeps classes and flags.
private struct Replay: FieldCoder {
  let scale: FieldReference.Scale
  let width: Int
  let layout: FieldLayout
  private(set) var classes: [Int8]
  private(set) var flags: [Int8]
  /// Whether a file can hold these symbols.
  private(set) var isWritten = true
  private let model: FieldModel
  private var writer: SymbolWriter

  init(
    _ scale: FieldReference.Scale, width: Int, _ layout: FieldLayout,
    _ model: FieldModel
  ) {
    self.scale = scale
    self.width = width
    self.layout = layout
    self.model = model
    classes = Array(repeating: -1, count: scale.symbols.count)
    flags = Array(repeating: -1, count: scale.raised.count)
    writer = SymbolWriter(RangeEncoder(), model)
  }

  mutating func code(
    _ context: ContextReader, group: Int, flag: Int
  ) throws(RDCError) -> Bool {
    let place = context.y * width + context.x
    let number = place * layout.sizes.count + context.group.index
    let isRaised = scale.raised[number] != 0
    if !context.group.isReference { flags[number] = Int8(flag) }
    guard isRaised else {
      writer.lower(group: group, flag: flag)
      return false
    }
    context.readClasses()
    let first = place * layout.coded + context.group.start
    for i in 0..<context.group.size {
      classes[first + i] = Int8(context.classes[i])
      context.symbols[i] = Int(scale.symbols[first + i])
    }
    let tables = model.tables
    if context.group.isReference {
      writer.write(context, group: group)
    } else if (0..<context.group.size).contains(where: {
      tables.cell(of: context.symbols[$0], context.classes[$0]) != 0
    }) {
      writer.raise(context, group: group, flag: flag)
    } else {
      // Wide cells: the reference takes what no encoder writes.
      isWritten = false
    }
    return true
  }

  consuming func finish() -> RangePayload { writer.finish() }
}

/// What the trainer wrote for one quality.
struct FieldReference {
  static let folder = ProcessInfo.processInfo.environment[
    "RDC_PHOTO_REFERENCE"]

  /// One scale, [places, channels] or [places, groups].
  struct Scale {
    let symbols: [Int32]
    let values: [Int32]
    let classes: [Int8]
    let flags: [Int8]
    let raised: [UInt8]
  }

  let model: FieldModel
  let picture: Picture
  let geometry: FieldGeometry
  let grid: QualityGrid
  let coarse: Scale
  let fine: Scale
  let means: [Int32]
  let latents: [Float]
  let pixels: [Float]

  init(quality: Int) throws {
    let folder = Self.folder ?? ""
    func bytes(_ name: String) throws -> [UInt8] {
      try BoundedFile.read("\(folder)/\(name)", limit: 1 << 26)
    }
    func words<Word>(_ name: String, as type: Word.Type) throws -> [Word] {
      try bytes(name).withUnsafeBytes { Array($0.bindMemory(to: type)) }
    }
    func scale(_ name: String) throws -> Scale {
      Scale(
        symbols: try words("\(name)-symbols-\(quality).i32", as: Int32.self),
        values: try words("\(name)-decoded-\(quality).i32", as: Int32.self),
        classes: try words("\(name)-classes-\(quality).i8", as: Int8.self),
        flags: try words("\(name)-flags-\(quality).i8", as: Int8.self),
        raised: try bytes("\(name)-raised-\(quality).u8"))
    }
    model = try FieldModel(LatentFieldCodec(ModelPack(bytes("pack"))))
    picture = try PNGReader.read(bytes("picture.png"))
    geometry = FieldGeometry(width: picture.width, height: picture.height)
    let cells = try words("cells-\(quality).i32", as: Int32.self)
    grid = QualityGrid(
      rows: geometry.cellRows, columns: geometry.cellColumns,
      quality: quality,
      // The highest quality is limited.
      map: QualityMap(steps: cells.map { Int8((Int($0) - quality + 15) / 16) }),
      last: model.lastQuality)
    coarse = try scale("coarse")
    fine = try scale("fine")
    means = try words("means-\(quality).i32", as: Int32.self)
    latents = try words("analysis-\(quality).f32", as: Float.self)
    pixels = try words("output-\(quality).f32", as: Float.self)
  }

  /// Walks a scale with the reference's symbols, compares, writes them and
  /// reads them back.
  func check(
    _ name: FieldLayout.Scale, _ pass: FieldPass, means: BlockMeans?
  ) throws -> [Int32] {
    let scale = name == .coarse ? coarse : fine
    var replay = Replay(
      scale, width: pass.size.width, pass.model.layout, model)
    let values = try pass.values { output throws(RDCError) in
      try pass.run(&replay, means: means, to: output)
    }
    #expect(replay.classes == scale.classes)
    #expect(replay.flags == scale.flags)
    #expect(values == scale.values)
    guard replay.isWritten else { return values }
    let payload = replay.finish()
    print("\(name): \(payload.bitCount) bits")
    var reader = SymbolReader(RangeDecoder(payload.bytes), model)
    let again = FieldPass(
      pass.model, pass.tables, quality: pass.quality, seed: 0, size: pass.size,
      rows: pass.rows, instructionSet: pass.instructionSet)
    let read = try again.values { output throws(RDCError) in
      try again.run(&reader, means: means, to: output)
    }
    try reader.finish()
    #expect(read == values)
    return values
  }
}
