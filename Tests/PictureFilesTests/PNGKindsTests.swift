import Support
import TestSupport
import Testing

@testable import PictureFiles

@Suite struct PNGKindsTests {
  static let kinds: [(PNGHeader.Kind, Int)] = [
    PNGHeader.Kind.gray, .rgb, .palette, .grayAlpha, .rgbAlpha,
  ].flatMap { kind in kind.bitDepths.map { (kind, $0) } }

  static let palette = PNGChunk(
    type: "PLTE",
    data: (0..<256 * 3).map { UInt8(truncatingIfNeeded: $0 &* 37) }[...])

  /// Rounds to nearest, by exact arithmetic.
  static func to8(_ value: Int, depth: Int) -> UInt8 {
    let most = 1 << depth - 1
    return UInt8((value * 255 + most / 2) / most)
  }

  @Test(arguments: kinds, [(1, 1), (2, 5), (9, 3), (17, 31), (1, 40)])
  func `every kind, depth and interlacing decodes to the samples put in`(
    kind: (PNGHeader.Kind, Int), size: (Int, Int)
  ) throws {
    let (kind, depth) = kind
    var random = SplitMix64(seed: UInt64(depth * 1000 + size.0 * size.1))
    let pixels = size.0 * size.1
    let raw = (0..<pixels * kind.channels).map { _ in
      Int.random(in: 0..<1 << depth, using: &random)
    }
    var palette = Self.palette
    palette.data = palette.data.prefix(3 << depth)
    let before = kind == .palette ? [palette] : []
    let scaled = raw.map { Self.to8($0, depth: depth) }
    let colors = kind.hasAlpha ? kind.channels - 1 : kind.channels
    let expected =
      kind == .palette
      ? raw.flatMap { palette.data[3 * $0..<3 * $0 + 3] }
      : scaled.indices.filter { $0 % kind.channels < colors }.map { scaled[$0] }
    let alpha =
      kind.hasAlpha
      ? scaled.indices.filter { $0 % kind.channels == colors }.map {
        scaled[$0]
      }
      : nil
    for interlaced in [false, true] {
      let png = try TestPNG(
        width: size.0, height: size.1, depth: depth, kind: kind, samples: raw,
        interlaced: interlaced, before: before)
      let picture = try PNGReader.read(png.bytes)
      #expect(
        picture
          == Picture(
            width: size.0, height: size.1, colorSpace: kind.colorModel,
            samples: expected, alpha: alpha,
            sourceBitDepth: kind == .palette ? 8 : depth))
    }
  }

  @Test
  func `all 65536 values of 16 bits are rounded to the nearest of 8`() throws {
    let png = try TestPNG(
      width: 256, height: 256, depth: 16, kind: .gray,
      samples: Array(0..<65536))
    let picture = try PNGReader.read(png.bytes)
    let expected = (0..<65536).map { (value: Int) -> UInt8 in
      UInt8((value * 255 + 32767) / 65535)
    }
    #expect(picture.samples == expected)
    #expect(picture.sourceBitDepth == 16)
  }

  @Test(arguments: [1, 2, 4, 8, 16])
  func `the transparent gray is compared before scaling`(depth: Int) throws {
    let most = 1 << depth - 1
    let key: ArraySlice<UInt8> = [UInt8(most >> 8), UInt8(most & 255)]
    let png = try TestPNG(
      width: 3, height: 1, depth: depth, kind: .gray,
      samples: [most, most - 1, 0],
      before: [PNGChunk(type: "tRNS", data: key)])
    let picture = try PNGReader.read(png.bytes)
    #expect(picture.alpha == [0, 255, 255])
    #expect(picture.colorSpace == .gray)
  }

  @Test
  func `the transparent colour is compared with all 16 bits`() throws {
    let png = try TestPNG(
      width: 2, height: 1, depth: 16, kind: .rgb,
      samples: [256, 512, 768, 256, 512, 769],
      before: [PNGChunk(type: "tRNS", data: [1, 0, 2, 0, 3, 0])])
    #expect(try PNGReader.read(png.bytes).alpha == [0, 255])
  }

  @Test
  func `a palette may be transparent for its first colours only`() throws {
    let png = try TestPNG(
      width: 3, height: 1, depth: 2, kind: .palette, samples: [0, 1, 2],
      before: [
        PNGChunk(type: "PLTE", data: [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        PNGChunk(type: "tRNS", data: [7, 0]),
      ])
    let picture = try PNGReader.read(png.bytes)
    #expect(picture.samples == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(picture.alpha == [7, 0, 255])
  }

  @Test
  func `IDAT may come in pieces, some of them empty`() throws {
    var png = try TestPNG.small()
    let data = png.chunks[1].data
    let parts = data.map { PNGChunk(type: "IDAT", data: [$0]) }
    let empty = PNGChunk(type: "IDAT", data: [])
    png.chunks.replaceSubrange(1...1, with: [empty] + parts + [empty])
    #expect(try PNGReader.read(png.bytes).samples == [1, 2, 3, 4])
  }

  @Test
  func `unknown ancillary chunks and bytes behind IEND are passed over`() throws
  {
    let png = try TestPNG.small(
      before: [PNGChunk(type: "qqQq", data: [1, 2, 3])])
    let picture = try PNGReader.read(png.bytes + [1, 2, 3])
    #expect(picture.samples == [1, 2, 3, 4])
  }
}
