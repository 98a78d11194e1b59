import Foundation
import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// Many inputs at once, digits and photos.
@Suite struct ManyFilesTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @discardableResult
  func run(_ arguments: String..., status: Int32 = 0) throws -> Tool.Outcome {
    let outcome = try Tool.run(arguments, in: scratch.path)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  func make(_ folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
  }

  /// A small scene in colour.
  func photo(_ name: String, seed: UInt64 = 1) throws {
    try scratch.write(
      PNGWriter.write(ScenePainter(seed: seed).picture(width: 40, height: 24)),
      name)
  }

  func digit(_ digit: Int, _ name: String) throws {
    try scratch.write(Fixture.bytes("digits/\(digit).png"), name)
  }

  /// Paths below the scratch folder that are files, sorted.
  func tree(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: "\(scratch.path)/\(folder)")?
      .compactMap { $0 as? String } ?? []).filter { $0.contains(".") }.sorted()
  }

  @Test func `photos and digits get a file each, and come back`() throws {
    try photo("a.png")
    try photo("b.png", seed: 2)
    try digit(3, "c.png")
    try run("encode", "a.png", "b.png", "c.png", "-q20", "--model", "photo")
    try run("encode", "c.png", "a.png", "-f", "-e0")
    #expect(["a.rdc", "b.rdc", "c.rdc"].allSatisfy(scratch.has))
    #expect(try scratch.read("c.rdc").count == 8)
    try run("decode", "a.rdc", "b.rdc", "c.rdc", "-o", "out/")
    #expect(
      tree("out") == [
        "a.distortion.png", "b.distortion.png", "c.distortion.png",
      ])
    #expect(
      try PNGReader.read(scratch.read("out/b.distortion.png")).width == 40)
  }

  @Test func `the tree of a folder is kept, hidden files are passed over`()
    throws
  {
    try make("in/deep/er")
    try make("in/.hidden")
    try photo("in/a.png")
    try photo("in/deep/b.PNG", seed: 2)
    try digit(4, "in/deep/er/c.png")
    for name in ["in/._a.png", "in/.hidden/d.png", "in/notes.txt"] {
      try scratch.write([1, 2, 3], name)
    }
    try run("encode", "in", "-o", "coded", "-e0")
    #expect(tree("coded") == ["a.rdc", "deep/b.rdc", "deep/er/c.rdc"])
    try run("decode", "coded", "-o", "back", "--head", "perceptual")
    #expect(
      tree("back") == [
        "a.perceptual.png", "deep/b.perceptual.png",
        "deep/er/c.perceptual.png",
      ])
    // Without a folder to write to, each goes beside its own.
    try run("encode", "in/", "-e0")
    #expect(scratch.has("in/deep/b.rdc"))
  }

  @Test func `a failed file is named and the others go on`() throws {
    try photo("a.png")
    try scratch.write(Array("no picture".utf8), "b.png")
    try photo("c.png", seed: 3)
    let outcome = try run("encode", "a.png", "b.png", "c.png", "-e0", status: 1)
    #expect(outcome.errors.contains("Error: b.png: not a PNG"))
    #expect(outcome.errors.hasSuffix("Error: 1 of 3 files failed\n"))
    #expect(scratch.has("a.rdc") && scratch.has("c.rdc"))
    #expect(!scratch.has("b.rdc"))
    try scratch.write([0xdc], "b.rdc")
    let decoded = try run(
      "decode", "a.rdc", "b.rdc", "c.rdc", "-j2", status: 1)
    #expect(decoded.errors.contains("Error: b.rdc: cut off"))
    #expect(scratch.has("c.distortion.png"))
  }

  @Test func `two inputs never write one output`() throws {
    try photo("a.png")
    try scratch.write(
      PNMWriter.write(PNGReader.read(scratch.read("a.png"))), "a.ppm")
    let outcome = try run("encode", "a.png", "a.ppm", status: 64)
    #expect(
      outcome.errors.contains(
        "'a.png' and 'a.ppm' would both be written to 'a.rdc'"))
    #expect(!scratch.has("a.rdc"))
  }

  @Test func `several digits named as one file are an archive in their order`()
    throws
  {
    for digit in 0..<3 { try self.digit(digit, "\(digit).png") }
    try run("encode", "2.png", "0.png", "1.png", "-o", "set.rdc", "-e0")
    try run("encode", "0.png", "-o", "zero.rdc", "-e0")
    try photo("p.png")
    let mixed = try run(
      "encode", "0.png", "p.png", "-o", "both.rdc", "-e0", status: 64)
    #expect(mixed.errors.contains("p.png: its model photo"))
    #expect(!scratch.has("both.rdc"))
    let info = try run("info", "set.rdc", "zero.rdc", "--brief")
    let lines = String(decoding: info.output, as: UTF8.self).split(
      separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("set.rdc: "))
    #expect(lines[0].contains("3 pictures"))
  }

  @Test func `PPM and PGM go in and come out`() throws {
    let scene = ScenePainter(seed: 4).picture(width: 33, height: 21)
    try scratch.write(PNMWriter.write(scene), "scene.ppm")
    try scratch.write(PNGWriter.write(scene), "other.png")
    try run("encode", "scene.ppm", "other.png", "-q40", "-e0")
    #expect(try scratch.read("scene.rdc") == scratch.read("other.rdc"))
    try run("decode", "scene.rdc", "-o", "x.ppm")
    try run("decode", "scene.rdc", "-o", "x.png")
    #expect(
      try PNMReader.read(scratch.read("x.ppm")).samples
        == PNGReader.read(scratch.read("x.png")).samples)
    let refused = try run("decode", "scene.rdc", "-o", "x.pgm", status: 1)
    #expect(refused.errors.contains("a PGM cannot hold colour"))
    #expect(!scratch.has("x.pgm"))
    let compared = try run("compare", "x.ppm", "x.png", "--json")
    #expect(
      String(decoding: compared.output, as: UTF8.self).contains(
        "\"equal\" : true"))
    #expect(
      String(
        decoding: try run("compare", "other.png", "x.png").output,
        as: UTF8.self
      ).contains("PSNR"))
  }

  @Test func `stripped metadata leave the pixels upright`() throws {
    var scene = ScenePainter(seed: 4).picture(width: 40, height: 24)
    // Exif of one entry: orientation 6, a quarter turn clockwise.
    scene.metadata.exif = [
      0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6,
      0, 0, 0, 0, 0, 0,
    ]
    try scratch.write(PNGWriter.write(scene), "lying.png")
    let outcome = try run("encode", "lying.png", "--strip", "-q90", "-e0")
    #expect(outcome.errors.contains("turned upright"))
    try run("decode", "lying.rdc", "-o", "up.png")
    let stripped = try PNGReader.read(scratch.read("up.png"))
    #expect(stripped.width == 24 && stripped.height == 40)
    #expect(stripped.metadata.exif == nil)
    try run("encode", "lying.png", "-f", "-q90", "-e0")
    try run("decode", "lying.rdc", "-f", "-o", "kept.png")
    let kept = try PNGReader.read(scratch.read("kept.png"))
    #expect(kept.width == 40 && kept.orientation == .clockwise)
  }

  @Test func `what is worth a word is said`() throws {
    try digit(5, "icon.png")
    let icon = try run("encode", "icon.png")
    #expect(icon.errors.contains("coded by the model digits"))
    #expect(icon.errors.contains("--model takes another one"))
    #expect(
      try !run("encode", "icon.png", "-f", "--model", "digits").errors
        .contains("--model"))
    // Nothing for a PNG, and all that a photo's model cannot foresee.
    let board = Picture(
      width: 64, height: 64, colorSpace: .gray,
      samples: (0..<4096).map { ($0 + $0 / 64) % 2 == 0 ? 0 : 255 })
    try scratch.write(PNGWriter.write(board, compression: .best), "board.png")
    #expect(
      try run("encode", "board.png", "-q100", "-e0").errors.contains(
        "the picture's own file is smaller"))
  }

  @Test func `standard streams carry one file`() throws {
    try photo("a.png")
    let coded = try Tool.run(
      ["encode", "-", "-q20"], in: scratch.path,
      input: try scratch.read("a.png"))
    #expect(coded.status == 0, "\(coded.errors)")
    let back = try Tool.run(
      ["decode", "-", "-o", "-"], in: scratch.path, input: coded.output)
    #expect(try PNGReader.read(back.output).width == 40)
    #expect(scratch.names == ["a.png"])
  }
}
