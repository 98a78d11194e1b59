import Foundation
import PictureFiles
import Support
import TestSupport
import Testing

/// IDX files that are read block by block. Each test has a folder of its own,
/// which goes with it.
@Suite final class IDXReaderTests {
  let folder = NSTemporaryDirectory() + "rdc-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// 500 pictures of 28×28, random and so larger when gzipped.
  static let images = {
    var random = SplitMix64(seed: 1)
    return IDXImages(
      count: 500, height: 28, width: 28, samples: random.bytes(500 * 784))
  }()

  /// What the blocks of a file have, and the sizes of the blocks.
  func read(
    _ bytes: [UInt8], by limit: Int, limits: ImageLimits = ImageLimits()
  ) throws -> (samples: [UInt8], blocks: [Int]) {
    let path = folder + "/a"
    try AtomicFile.write(
      bytes, to: path, overwrite: true, synchronize: false)
    var reader = try IDXReader(FileReader(path), limits: limits)
    var found: (samples: [UInt8], blocks: [Int]) = ([], [])
    let size = reader.width * reader.height
    while let block = try reader.next(limit) {
      found.samples += block
      found.blocks.append(block.count / size)
    }
    return found
  }

  func error(
    _ bytes: [UInt8], by limit: Int = 2, limits: ImageLimits = ImageLimits()
  ) throws -> ImageError? {
    do {
      _ = try read(bytes, by: limit, limits: limits)
      return nil
    } catch let error as ImageError {
      return error
    }
  }

  @Test(arguments: [1, 7, 499, 500, 1000])
  func `blocks together are the file, plain or gzipped`(limit: Int) throws {
    let plain = Self.images.serialize()
    let files = [
      plain, try Gzip.deflate(plain),
      try Gzip.deflate(Array(plain[..<1000])) + Gzip.deflate([])
        + Gzip.deflate(Array(plain[1000...])),
    ]
    for file in files {
      let found = try read(file, by: limit)
      #expect(found.samples == Self.images.samples)
      #expect(
        found.blocks.dropLast().allSatisfy { $0 == limit }
          && found.blocks.reduce(0, +) == 500)
    }
  }

  @Test
  func `a set may be empty`() throws {
    let bytes = IDXImages.header(count: 0, height: 28, width: 28)
    #expect(try read(bytes, by: 1).blocks == [])
  }

  @Test
  func `a file cut at any byte, or longer, is an error`() throws {
    let golden = IDXTests.golden
    for count in golden.indices {
      let cut = Array(golden[..<count])
      #expect(try error(cut) == IDXTests.error(cut))
      if count > 3 {
        #expect(try error(Gzip.deflate(cut)) == IDXTests.error(cut))
      }
    }
    for more in [1, 100_000] {
      let long = golden + [UInt8](repeating: 0, count: more)
      #expect(try error(long) == IDXTests.error(long))
      #expect(try error(Gzip.deflate(long)) == IDXTests.error(long))
    }
  }

  @Test
  func `a gzipped file cut at any byte, or longer, is an error`() throws {
    let file = try Gzip.deflate(IDXTests.golden)
    for count in 3..<file.count {
      #expect(
        try error(Array(file[..<count]))
          == .truncated(offset: count, needed: 1, available: 0))
    }
    guard case .corruptStream(let offset, _) = try error(file + [1, 2, 3])
    else {
      Issue.record("they pass")
      return
    }
    #expect(offset >= file.count)
  }

  @Test
  func `a picture within the limits may stand in a set of any length`() throws {
    let bytes = Self.images.serialize()
    let limits = ImageLimits(maxPixels: 784, maxBytes: 784)
    #expect(try read(bytes, by: 3, limits: limits).blocks.count == 167)
    #expect(
      try error(bytes, limits: ImageLimits(maxPixels: 783))
        == .tooManyPixels(width: 28, height: 28, limit: 783))
    let claim = IDXImages.header(
      count: Int(UInt32.max), height: Int(UInt32.max), width: Int(UInt32.max))
    #expect(
      try error(claim, limits: ImageLimits(maxPixels: .max, maxBytes: .max))
        != nil)
  }

  @Test
  func `a file that is not there is an error`() {
    #expect(throws: FileError.self) {
      _ = try FileReader(self.folder + "/none")
    }
  }
}
