@testable import PictureFiles

/// A PNG made chunk by chunk, so that tests can break any part of it.
struct TestPNG {
  var chunks: [PNGChunk]

  /// A file of unfiltered rows; `samples` are those of the file, one element
  /// a sample whatever its depth, `channels` of them a pixel.
  init(
    width: Int, height: Int, depth: Int, kind: PNGHeader.Kind,
    samples: [Int], interlaced: Bool = false, before: [PNGChunk] = []
  ) throws {
    chunks = [
      Self.header(
        width: UInt32(width), height: UInt32(height), depth: UInt8(depth),
        kind: kind.rawValue, interlace: interlaced ? 1 : 0)
    ]
    chunks += before
    let rows = Self.rows(
      width, height, depth, kind.channels, samples, interlaced)
    chunks.append(try Self.data(rows))
    chunks.append(PNGChunk(type: "IEND", data: []))
  }

  init(chunks: [PNGChunk]) { self.chunks = chunks }

  /// The file, with right checksums.
  var bytes: [UInt8] {
    PNGChunk.signature + chunks.flatMap { $0.serialize() }
  }

  static func header(
    width: UInt32, height: UInt32, depth: UInt8 = 8, kind: UInt8 = 0,
    compression: UInt8 = 0, filter: UInt8 = 0, interlace: UInt8 = 0
  ) -> PNGChunk {
    var data: [UInt8] = []
    data.append(bigEndian: width)
    data.append(bigEndian: height)
    data += [depth, kind, compression, filter, interlace]
    return PNGChunk(type: "IHDR", data: data[...])
  }

  static func data(_ rows: [UInt8]) throws -> PNGChunk {
    PNGChunk(
      type: "IDAT", data: try Deflate.deflate(rows, wrapping: .zlib)[...])
  }

  /// A gray picture of 2x2 pixels: 1 2 / 3 4.
  static func small(before: [PNGChunk] = []) throws -> TestPNG {
    try TestPNG(
      width: 2, height: 2, depth: 8, kind: .gray, samples: [1, 2, 3, 4],
      before: before)
  }

  private static func rows(
    _ width: Int, _ height: Int, _ depth: Int, _ channels: Int,
    _ samples: [Int], _ interlaced: Bool
  ) -> [UInt8] {
    // Which pass a pixel belongs to, from the pattern in the standard (8.1).
    let pattern = [
      "16462646", "77777777", "56565656", "77777777", "36463646", "77777777",
      "56565656", "77777777",
    ].map { $0.compactMap(\.wholeNumberValue) }
    var bytes: [UInt8] = []
    for pass in interlaced ? 1...7 : 1...1 {
      for y in 0..<height {
        let columns = (0..<width).filter {
          !interlaced || pattern[y % 8][$0 % 8] == pass
        }
        if columns.isEmpty { continue }
        let row = columns.flatMap { x in
          samples[(y * width + x) * channels..<(y * width + x + 1) * channels]
        }
        bytes.append(0)
        bytes += pack(row, depth)
      }
    }
    return bytes
  }

  private static func pack(_ row: [Int], _ depth: Int) -> [UInt8] {
    if depth == 16 {
      return row.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
    let each = 8 / depth
    return stride(from: 0, to: row.count, by: each).map { start in
      (0..<each).reduce(0) { byte, index in
        let place = start + index
        let sample = place < row.count ? row[place] : 0
        return byte | UInt8(sample << (8 - depth * (index + 1)))
      }
    }
  }
}

/// Limits that keep damaged sizes cheap.
let smallLimits = ImageLimits(
  maxPixels: 1 << 16, maxBytes: 1 << 18, maxMetadataBytes: 1 << 16)

/// A profile that is right as far as a container can tell.
func testProfile(size: Int = 200) -> [UInt8] {
  var bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  var length: [UInt8] = []
  length.append(bigEndian: UInt32(size))
  bytes.replaceSubrange(0..<4, with: length)
  bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
  return bytes
}

/// The error that `body` throws, or nil.
func imageError(_ body: () throws(ImageError) -> some Any) -> ImageError? {
  do throws(ImageError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
