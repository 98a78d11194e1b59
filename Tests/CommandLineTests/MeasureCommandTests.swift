import Foundation
import PictureFiles
import RDC
import Samples
import Testing

/// What `rdc measure` writes for eyes and for other programs.
@Suite struct MeasureCommandTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let (images, labels) = DigitPainter.set(count: 24, seed: 4)
    try scratch.write(images.serialize(), "a-images-idx3-ubyte")
    try scratch.write(labels.serialize(), "a-labels-idx1-ubyte")
  }

  func measure(_ arguments: [String], status: Int32 = 0) throws -> Tool.Outcome
  {
    let outcome = try Tool.run(
      ["measure", "a-images-idx3-ubyte", "-e", "0"] + arguments,
      in: scratch.path)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// The only point of a measurement.
  static func point(_ json: [String: Any]) throws -> [String: Any] {
    let points = try #require(json["points"] as? [[String: Any]])
    return try #require(points.first)
  }

  let labels = ["--labels", "a-labels-idx1-ubyte"]

  @Test func `the page holds everything, and nothing from outside`() throws {
    let outcome = try measure(labels + ["--html", "page.html", "--json"])
    let page = String(
      decoding: try scratch.read("page.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    #expect(page.contains("prefers-color-scheme:dark"))
    // Twenty pictures, as they are and by three heads.
    #expect(page.components(separatedBy: "data:image/png;base64,").count == 81)
    #expect(page.components(separatedBy: "<svg ").count == 3)
    #expect(page.components(separatedBy: "class=\"matrix\"").count == 5)
    for outside in ["src=\"http", "href=", "url(http", "@import"] {
      #expect(!page.contains(outside))
    }
    // The page carries the very JSON.
    let script = try #require(
      page.components(separatedBy: "id=\"measurement\">").last?
        .components(separatedBy: "</script>").first)
    let (inside, printed) = (
      try object(Array(script.utf8)), try object(outcome.output)
    )
    let point = try Self.point(printed)
    for key in ["fileBits", "headerBits", "payloadBits", "idealBits"] {
      #expect(try Self.point(inside)[key] as? Double == point[key] as? Double)
      #expect(point[key] is Double)
    }
    #expect((point["strengths"] as? [Any])?.count == 6)
    let heads = try #require(point["heads"] as? [[String: Any]])
    let original = try #require(printed["original"] as? [String: Any])
    for head in heads + [original] {
      let matrix = try #require(head["confusion"] as? [[Int]])
      #expect(matrix.count == 10)
      #expect(matrix.joined().reduce(0, +) == 24)
    }
    #expect(
      try measure(["--html", "page.html"], status: 1).errors.contains(
        "--force"))
  }

  @Test func `too few pictures for distances between sets are said`() throws {
    #expect(
      try measure([]).errors.contains(
        "24 pictures: too few for sliced W2 and Fréchet, which compare whole "
          + "sets and need 1000 or more"))
    #expect(try measure(["--quiet"]).errors.isEmpty)
  }

  @Test func `without labels there is no confusion`() throws {
    let outcome = try measure(["--html", "page.html", "--json"])
    let page = String(
      decoding: try scratch.read("page.html"), as: UTF8.self)
    #expect(!page.contains("class=\"matrix\""))
    #expect(page.components(separatedBy: "<svg ").count == 2)
    #expect(
      try Self.point(object(outcome.output))["labelAccuracy"] == nil)
  }

  @Test func `CompressAI's schema has a point for each rung`() throws {
    let report = try object(
      measure(["--format", "compressai", "--heads", "classification"]).output)
    #expect(Set(report.keys) == ["name", "description", "results"])
    #expect(report["name"] as? String == "rdc classification")
    let results = try #require(report["results"] as? [String: [Double]])
    #expect(
      Set(results.keys) == [
        "bpp", "psnr-rgb", "encoding_time", "decoding_time",
      ])
    let rates = try #require(results["bpp"])
    #expect(rates.count == 4)
    #expect(rates == rates.sorted())
    let json = try object(measure(["--json", "--rung", "2"]).output)
    let bits = try #require(try Self.point(json)["fileBits"] as? Double)
    #expect(abs(rates[2] - bits / 784) < 1e-12)
  }

  @Test func `strengths are points between two heads`() throws {
    let json = try object(
      measure([
        "--json", "--strengths", "0.5", "--heads", "distortion,perceptual",
      ])
      .output)
    let point = try Self.point(json)
    let dial = try #require(point["strengths"] as? [[String: Any]])
    #expect(dial.count == 1)
    #expect(dial[0]["strength"] as? Double == 0.5)
    #expect(dial[0]["head"] as? String == "perceptual")
    let heads = try #require(point["heads"] as? [[String: Any]])
    let errors = heads.map { $0["mse"] as? Double ?? 0 }
    let between = try #require(dial[0]["mse"] as? Double)
    #expect(errors[0] < between && between < errors[1])
  }

  @Test func `the table shows strengths after the heads`() throws {
    let outcome = try measure(["--strengths", "0.25"])
    let rows = String(decoding: outcome.output, as: UTF8.self)
      .split(separator: "\n").suffix(6)
    #expect(
      rows.map { $0.prefix(20).trimmingCharacters(in: .whitespaces) } == [
        "original", "distortion", "perceptual", "classification",
        "perceptual 0.25", "classification 0.25",
      ])
  }

  @Test func `an empty set and labels of another kind are refused`() throws {
    let empty = IDXImages(count: 0, height: 28, width: 28, samples: [])
    try scratch.write(empty.serialize(), "a-images-idx3-ubyte")
    #expect(try measure([], status: 1).errors.contains("no picture"))
    let (images, _) = DigitPainter.set(count: 3, seed: 1)
    try scratch.write(images.serialize(), "a-images-idx3-ubyte")
    try scratch.write(
      IDXLabels(labels: [1, 12, 2]).serialize(), "a-labels-idx1-ubyte")
    #expect(
      try measure(labels + ["--html", "page.html"], status: 1).errors.contains(
        "label 12 at 1"))
    #expect(!scratch.names.contains("page.html"))
  }

  @Test func `formats that exclude each other are refused`() throws {
    for arguments in [
      ["--json", "--format", "text"], ["--format", "xml"], ["--html", "-"],
      ["--strengths", "1.5"],
      ["--format", "compressai", "--heads", "distortion,perceptual"],
    ] { _ = try measure(arguments, status: 64) }
  }

  @Test func `photos have a point for each quality`() throws {
    let samples = (0..<2304).map { (i: Int) in UInt8(i * i / 7 % 251) }
    let photo = Picture(
      width: 32, height: 24, colorSpace: .rgb, samples: samples)
    try scratch.write(PNGWriter.write(photo), "photo.png")
    let arguments = [
      "measure", "photo.png", "--format", "compressai", "-e", "0",
    ]
    let outcome = try Tool.run(
      arguments + ["--qualities", "20,80"], in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try object(outcome.output)
    #expect(report["name"] as? String == "rdc distortion")
    let results = try #require(report["results"] as? [String: [Double]])
    for key in ["bpp", "psnr-rgb", "ms-ssim-rgb"] {
      let values = try #require(results[key])
      #expect(values.count == 2 && values[0] < values[1], "\(key)")
    }
    // The same path makes the page, here with curves over the rate.
    let page = try Tool.run(
      [
        "measure", "photo.png", "-e", "0", "--qualities", "20,80", "--html",
        "a.html",
      ], in: scratch.path)
    #expect(page.status == 0, "\(page.errors)")
    let text = String(decoding: try scratch.read("a.html"), as: UTF8.self)
    #expect(text.components(separatedBy: "<svg ").count > 3)
    #expect(text.contains("quality 80, distortion"))
  }
}
