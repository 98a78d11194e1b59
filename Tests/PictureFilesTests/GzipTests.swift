import PictureFiles
import Support
import TestSupport
import Testing

@Suite struct GzipTests {
  static func error(_ bytes: [UInt8], limit: Int = 1 << 20) -> ImageError? {
    imageError { () throws(ImageError) in
      try Gzip.inflate(bytes, limit: limit)
    }
  }

  @Test(arguments: [0, 1, 255, 65535, 65536, 65537, 300_000])
  func `bytes come back as they were`(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    for bytes in [
      random.bytes(count), [UInt8](repeating: 7, count: count),
    ] {
      let file = try Gzip.deflate(bytes)
      #expect(Gzip.isGzip(file))
      #expect(try Gzip.inflate(file, limit: count) == bytes)
    }
  }

  @Test(arguments: [1, 1000, 65536, 200_000])
  func `pieces of any size make the same file`(size: Int) throws {
    var random = SplitMix64(seed: 9)
    let bytes = random.bytes(200_000).map { $0 & 0x1f }
    var deflater = try GzipDeflater()
    var file: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      let end = min(start + size, bytes.count)
      file += try deflater.deflate(Array(bytes[start..<end]), isLast: false)
    }
    file += try deflater.deflate([], isLast: true)
    #expect(file == (try Gzip.deflate(bytes)))
  }

  @Test
  func `the header has neither time nor system nor name`() throws {
    let file = try Gzip.deflate([1, 2, 3])
    #expect(file.prefix(10) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255])
  }

  @Test
  func `several members are one file`() throws {
    let file = try Gzip.deflate([1, 2]) + Gzip.deflate([]) + Gzip.deflate([3])
    #expect(try Gzip.inflate(file, limit: 3) == [1, 2, 3])
    #expect(Self.error(file, limit: 2) == .tooManyBytes(limit: 2))
  }

  @Test
  func `a bomb stops at the limit`() throws {
    let bomb = try Gzip.deflate([UInt8](repeating: 0, count: 64 << 20))
    #expect(bomb.count < 70_000)
    for limit in [0, 1, 65535, 65536, 1 << 20, 64 << 20 - 1] {
      #expect(Self.error(bomb, limit: limit) == .tooManyBytes(limit: limit))
    }
  }

  @Test
  func `a file cut at any byte is an error`() throws {
    let file = try Gzip.deflate(Array("a picture, a picture".utf8))
    for count in file.indices {
      #expect(
        Self.error(Array(file[..<count]))
          == .truncated(offset: count, needed: 1, available: 0))
    }
  }

  @Test
  func `a flipped bit changes nothing or is an error`() throws {
    let bytes = Array("a picture, a picture".utf8)
    let file = try Gzip.deflate(bytes)
    var refused = 0
    for bit in 0..<file.count * 8 {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      do {
        #expect(try Gzip.inflate(damaged, limit: 1 << 20) == bytes)
      } catch {
        refused += 1
      }
    }
    // Time, extra flags and system may change freely, and the text flag.
    #expect(refused >= (file.count - 6) * 8 - 1)
  }

  @Test
  func `bytes behind the last member are an error`() throws {
    let file = try Gzip.deflate([1, 2, 3])
    guard case .corruptStream = Self.error(file + [1, 2, 3]) else {
      Issue.record("they pass")
      return
    }
    #expect(!Gzip.isGzip([0x1f]))
    #expect(!Gzip.isGzip([0, 0, 8, 3]))
  }
}
