import ArgumentParser
import Foundation
import Metrics
import ModelPack
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

@testable import RDCTool

/// What people will want to add: a kind of model, a head, a figure. None of
/// these tests' additions is known to any source.
@Suite struct ExtensionTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

  /// A pack of a kind, without tensors.
  static func pack(kind: String) -> [UInt8] {
    let text =
      "{\\\"format\\\": 1, \\\"name\\\": \\\"plain\\\", "
      + "\\\"kind\\\": \\\"\(kind)\\\", \\\"graphs\\\": {}, "
      + "\\\"crc32\\\": {}}"
    let head = Array("{\"__metadata__\": {\"rdc\": \"\(text)\"}}".utf8)
    return ZstdFrame.compress(
      (0..<8).map { UInt8(truncatingIfNeeded: head.count >> (8 * $0)) } + head)
  }

  static let picture = Picture(
    width: 40, height: 30, colorSpace: .gray,
    samples: (0..<1200).map { UInt8($0 % 251) })

  /// Runs a command in this process, with the third codec in the registry.
  func run<Command: ParsableCommand>(
    _ command: Command.Type, _ arguments: String...
  ) throws {
    try KnownCodecs.$registry.withValue(
      Registry.standard.adding(PlainCodec.self)
    ) {
      var parsed = try command.parse(
        arguments + ["--pack", path("plain.rdcpack"), "--quiet"])
      try parsed.run()
    }
  }

  @Test func `a third codec is encoded, decoded, listed and measured`() throws {
    try scratch.write(Self.pack(kind: "plain"), "plain.rdcpack")
    try scratch.write(PNGWriter.write(Self.picture), "a.png")
    try run(EncodeCommand.self, path("a.png"), "--model", "plain")
    #expect(try scratch.read("a.rdc").count > 1200)
    try run(DecodeCommand.self, path("a.rdc"), "--head", "bright")
    let read = try PNGReader.read(scratch.read("a.bright.png"))
    #expect(read.samples == Self.picture.samples.map { $0 | 15 })
    try run(InfoCommand.self, path("a.rdc"))

    let registry = Registry.standard.adding(PlainCodec.self)
    let model = try Model(Self.pack(kind: "plain"), registry: registry)
    let outline = try model.codec.outline(
      RDCFile.parse(scratch.read("a.rdc")))
    #expect(
      outline
        == PictureOutline(count: 1, width: 40, height: 30, colorSpace: .gray))
    let lines = ModelListing.lines(model)
    #expect(lines[0].hasSuffix("any small gray picture"))
    #expect(lines[1] == "  heads distortion, bright")
    let (measurement, samples) = try Self.measure(model)
    let table = MeasurementTable.lines(measurement)
    #expect(table.contains { $0.hasPrefix("bright") })
    #expect(
      measurement.points[0].readings.map(\.head) == ["distortion", "bright"])
    #expect(measurement.points[0].files[0].encoding.bytes > 1200)
    let page = try MeasurementPage(measurement, samples).html()
    #expect(page.contains(">bright</th>"))
    let bench = CompressAIReport.report(measurement, head: "bright")
    #expect(bench.results["psnr-rgb"]?.count == 1)
  }

  static func measure(
    _ model: Model, figures: [any Figure] = Figures.all
  ) throws -> (RDCTool.Measurement, SampleSheet) {
    try Measurer(
      model: model, options: EncodingOptions(), rates: [.standard],
      heads: model.heads, figures: figures, execution: Fixture.execution
    ).measure(
      [.init(path: "a.png") { PictureSet(Self.picture) }], labels: nil)
  }

  @Test func `a kind that nobody registered is named`() throws {
    let error = #expect(throws: RDCError.self) {
      try Model(Self.pack(kind: "plain"))
    }
    #expect(
      "\(try #require(error))"
        == "the model plain is of kind 'plain'; this rdc knows latent-vector, "
        + "latent-field")
  }

  @Test func `a head of any name is listed, decoded and measured`() throws {
    try scratch.write(
      TinyFieldPack.bytes { $0.graphs["sketch"] = $0.graphs["classification"] },
      "sketch.rdcpack")
    try scratch.write(PNGWriter.write(Self.picture), "a.png")
    func rdc(_ arguments: String...) throws -> String {
      let outcome = try Tool.run(
        arguments + ["--pack", "sketch.rdcpack"], in: scratch.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return String(decoding: outcome.output, as: UTF8.self)
    }
    _ = try rdc("encode", "a.png", "--model", "tiny", "-e", "0")
    _ = try rdc("decode", "a.rdc", "--head", "sketch")
    _ = try rdc("decode", "a.rdc", "--head", "classification")
    #expect(
      try scratch.read("a.sketch.png")
        == scratch.read("a.classification.png"))
    #expect(
      try rdc("models").contains(
        "heads distortion, perceptual, classification, sketch"))
    #expect(try rdc("info", "a.rdc").contains("classification, sketch"))
    let table = try rdc("measure", "a.png", "--model", "tiny", "-e", "0")
    #expect(table.contains("\nsketch "))
  }

  /// The share of samples that are as they were.
  struct EqualSamplesFigure: Figure {
    let key = "equalSamples"
    let name = "equal samples"
    let direction = FigureDirection.higher
    let aspect = FigureAspect.distortion

    func values(
      of readings: [FigurePictures], original: FigurePictures
    ) -> [Double?] {
      readings.map { reading in
        let equal = zip(reading.bytes, original.bytes).count { $0 == $1 }
        return Double(equal) / Double(original.bytes.count)
      }
    }
  }

  @Test func `a figure that is one type is measured and reported`() throws {
    let registry = Registry.standard.adding(PlainCodec.self)
    let model = try Model(Self.pack(kind: "plain"), registry: registry)
    let (measurement, samples) = try Self.measure(
      model, figures: Figures.all + [EqualSamplesFigure()])
    let share = try #require(
      measurement.points.first?.readings.first?.values["equalSamples"])
    #expect(abs(share - 1.0 / 16) < 0.01)
    #expect(
      MeasurementTable.lines(measurement).contains {
        $0.contains("equal samples")
      })
    #expect(measurement.json.text.contains("\"equalSamples\""))
    #expect(
      try MeasurementPage(measurement, samples).html().contains(
        "equal samples"))
  }

  @Test func `every figure has a name, a key of its own and a direction`() {
    let keys = Figures.all.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(Figures.all.allSatisfy { !$0.name.isEmpty })
  }
}
