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
/// (`rdc_trainer.photo.golden`): `pack`, and for each quality the reference's
/// symbols, classes, values and pixels. The pack must have no dither, because
/// the reference draws its own.
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
    for set in InstructionSet.available {
      var pass = FieldPass(
        reference.model, quality: quality, seed: 0,
        size: (reference.height, reference.width), strip: 0..<reference.height,
        instructionSet: set)
      var replay = Replay(reference)
      try pass.run(&replay)
      #expect(replay.classes == reference.classes)
      var values = [Int32](repeating: 0, count: reference.symbols.count)
      values.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { pass.planes.copyValues(to: base) }
      }
      #expect(values == reference.values)
    }
  }

  @Test(arguments: [40, 150, 300])
  func `pixels are those of the reference but for rounding`(
    _ quality: Int
  ) throws {
    let reference = try FieldReference(quality: quality)
    let samples = try FieldSynthesis(
      reference.model, head: .distortion, strength: 1
    ).samples(
      of: reference.values,
      geometry: FieldGeometry(
        width: 8 * reference.width, height: 8 * reference.height, block: 8),
      quality: quality, seed: 0, isGray: false, execution: Fixture.execution)
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
      of: reference.picture, quality: quality, execution: Fixture.execution)
    let step = Array(reference.model.step64(quality))
    for (place, value) in found.enumerated() {
      let wanted = reference.latents[place] / (64 * step[place % step.count])
      #expect(abs(value - wanted) < 1e-3 * max(1, abs(wanted)))
    }
  }
}

/// Hands out given symbols and keeps the classes.
private struct Replay: FieldCoder {
  private let reference: FieldReference
  private(set) var classes: [UInt8]

  init(_ reference: FieldReference) {
    self.reference = reference
    classes = Array(repeating: 0, count: reference.symbols.count)
  }

  mutating func symbol(
    _ place: FieldPlace, table: Int, scale: Int, mean: Int, dither: Int
  ) throws(RDCError) -> Int {
    let index =
      (place.y * reference.width + place.x) * reference.model.channels
      + place.channel
    classes[index] = UInt8(scale)
    return Int(reference.symbols[index])
  }
}

/// What the trainer wrote for one quality.
struct FieldReference {
  static let folder = ProcessInfo.processInfo.environment[
    "RDC_PHOTO_REFERENCE"]

  let model: FieldModel
  let picture: Picture
  let height: Int
  let width: Int
  let symbols: [Int32]
  let values: [Int32]
  let classes: [UInt8]
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
    let pack = try ModelPack(bytes("pack"))
    model = try FieldModel(LatentFieldCodec(pack))
    picture = try PNGReader.read(bytes("picture.png"))
    let size = FieldGeometry.positions(
      width: picture.width, height: picture.height, block: 8)
    (height, width) = (size.height, size.width)
    symbols = try words("symbols-\(quality).i32", as: Int32.self)
    values = try words("decoded-\(quality).i32", as: Int32.self)
    classes = try bytes("classes-\(quality).u8")
    latents = try words("analysis-\(quality).f32", as: Float.self)
    pixels = try words("output-\(quality).f32", as: Float.self)
  }
}
