import Foundation
import Support
import TestSupport
import Testing

@testable import PictureFiles

/// PngSuite by Willem van Schaik, read from RDC_DATA.
@Suite(.enabled(if: RealData.folder != nil, "\(RealData.skip)"))
struct PNGSuiteTests {
  static let names: [String] = {
    guard let folder = RealData.folder else { return [] }
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder + "/pngsuite")
    return (names ?? []).filter { $0.hasSuffix(".png") }
      .map { String($0.dropLast(4)) }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = try #require(RealData.folder)
    return try BoundedFile.read(
      "\(folder)/pngsuite/\(name).png", limit: 1 << 22)
  }

  @Test
  func `every sound file is expected, and every broken one is known`() {
    #expect(
      Self.names.filter { !$0.hasPrefix("x") }
        == PNGSuiteExpectation.all.map(\.name).sorted())
    #expect(
      Self.names.filter { $0.hasPrefix("x") } == Self.broken.keys.sorted())
  }

  @Test
  func `a sound file decodes as two other decoders have it`() throws {
    for expected in PNGSuiteExpectation.all {
      let picture = try PNGReader.read(Self.bytes(expected.name))
      let found = PNGSuiteExpectation(
        expected.name, picture.width, picture.height, picture.colorSpace,
        picture.sourceBitDepth, CRC32.checksum(picture.samples[...]),
        picture.alpha.map { CRC32.checksum($0[...]) })
      #expect(found == expected)
      let again = try PNGReader.read(PNGWriter.write(picture))
      #expect(again.samples == picture.samples)
      #expect(again.alpha == picture.alpha)
      #expect(again.metadata == picture.metadata)
    }
  }

  @Test
  func `an interlaced file decodes as its twin without`() throws {
    let twins = Self.names.filter {
      Self.names.contains($0.prefix(3) + "i" + $0.dropFirst(4))
        && $0.dropFirst(3).first == "n"
    }
    #expect(twins.count == 33)
    for name in twins {
      let other = name.prefix(3) + "i" + name.dropFirst(4)
      #expect(
        try PNGReader.read(Self.bytes(name)).samples
          == PNGReader.read(Self.bytes(String(other))).samples)
    }
  }

  static func header(_ reason: String) -> ImageError {
    .invalidChunk(chunk: "IHDR", offset: 8, reason: reason)
  }

  static let broken: [String: ImageError] = [
    "xc1n0g08": header("the colour type is 1"),
    "xc9n2c08": header("the colour type is 9"),
    "xcrn0g04": .notPNG(found: [137, 80, 78, 71, 13, 13, 26, 13]),
    "xcsn0g01": .checksumMismatch(
      chunk: "IDAT", offset: 49, declared: 0x4353_554d, computed: 0xd02f_14c9),
    "xd0n2c08": header("the bit depth is 0 for colour type 2"),
    "xd3n2c08": header("the bit depth is 3 for colour type 2"),
    "xd9n2c08": header("the bit depth is 99 for colour type 2"),
    "xdtn0g01": .missingChunk("IDAT"),
    "xhdn0g08": .checksumMismatch(
      chunk: "IHDR", offset: 8, declared: 0x4353_554d, computed: 0x5611_2528),
    "xlfn0g04": .notPNG(found: [137, 80, 78, 71, 10, 10, 26, 10]),
    "xs1n0g01": .notPNG(found: [9, 80, 78, 71, 13, 10, 26, 10]),
    "xs2n0g01": .notPNG(found: [137, 81, 78, 71, 13, 10, 26, 10]),
    "xs4n0g01": .notPNG(found: [137, 80, 78, 103, 13, 10, 26, 10]),
    "xs7n0g01": .notPNG(found: [137, 80, 78, 71, 13, 10, 32, 10]),
  ]

  @Test
  func `a broken file is refused for what is wrong with it`() throws {
    for (name, expected) in Self.broken.sorted(by: { $0.key < $1.key }) {
      let bytes = try Self.bytes(name)
      #expect(PNGErrorTests.error(bytes) == expected, "\(name)")
    }
  }

  @Test
  func `Exif is kept`() throws {
    let metadata = try PNGReader.read(Self.bytes("exif2c08")).metadata
    #expect(metadata.exif?.prefix(4) == [0x4d, 0x4d, 0, 0x2a])
  }

  @Test
  func `gamma and chromaticities are kept`() throws {
    let metadata = try PNGReader.read(Self.bytes("ccwn2c08")).metadata
    #expect(metadata.chromaticities == MetadataTests.chromaticities)
    #expect(metadata.gamma == 100_000)
  }
}
