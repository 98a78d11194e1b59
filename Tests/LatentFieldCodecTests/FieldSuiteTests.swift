import Foundation
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Photos of RDC_DATA through the embedded model.
enum PhotoData {
  static let folder = RealData.folder
  static let skip: Comment =
    "RDC_DATA does not name a folder with pngsuite and photos"

  static func names(_ path: String) -> [String] {
    guard let folder else { return [] }
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: "\(folder)/\(path)")
    return (names ?? []).filter { $0.hasSuffix(".png") }.sorted()
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    try BoundedFile.read("\(folder ?? "")/\(path)", limit: 1 << 26)
  }
}

@Suite(.enabled(if: PhotoData.folder != nil, PhotoData.skip))
struct FieldSuiteTests {
  @Test func `every sound PNG keeps its size, alpha and metadata`() throws {
    let model = try Model.embedded(named: "photo")
    let encoder = try Encoder(
      model: model, options: EncodingOptions(effort: 0),
      execution: Fixture.execution)
    let names = PhotoData.names("pngsuite").filter { !$0.hasPrefix("x") }
    #expect(names.count > 150)
    for name in names {
      let picture = try PNGReader.read(PhotoData.bytes("pngsuite/\(name)"))
      let read = try Decoder(
        encoder.encode(picture).bytes, models: [model],
        execution: Fixture.execution
      ).picture(head: .distortion, execution: Fixture.execution)
      #expect(read.width == picture.width, "\(name)")
      #expect(read.height == picture.height, "\(name)")
      #expect(read.colorSpace == picture.colorSpace, "\(name)")
      #expect(read.alpha == picture.alpha, "\(name)")
      #expect(read.metadata == picture.metadata, "\(name)")
      let again = try PNGReader.read(PNGWriter.write(read))
      #expect(again.samples == read.samples, "\(name)")
      #expect(again.metadata == picture.metadata, "\(name)")
    }
  }

  @Test func `a photo comes out near, at about the rate of its quality`()
    throws
  {
    let model = try Model.embedded(named: "photo")
    let name = try #require(PhotoData.names("photos/cid22-validation").first)
    let picture = try PNGReader.read(
      PhotoData.bytes("photos/cid22-validation/\(name)"))
    var last = 0.0
    for quality in [20.0, 50, 80] {
      let encoding = try Encoder(
        model: model,
        options: EncodingOptions(rate: .quality(quality), effort: 1),
        execution: Fixture.execution
      ).encode(picture)
      let read = try Decoder(
        encoding.bytes, models: [model], execution: Fixture.execution
      ).picture(head: .distortion, execution: Fixture.execution)
      let error = zip(read.samples, picture.samples).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      let ratio = 10 * log10(65025 * Double(picture.samples.count) / error)
      #expect(ratio > max(last + 2, 22))
      #expect(encoding.bitsPerPixel < 4)
      last = ratio
    }
  }
}
