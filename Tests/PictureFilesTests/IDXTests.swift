import Support
import TestSupport
import Testing

@testable import PictureFiles

@Suite struct IDXTests {
  /// Two pictures of 2 rows by 3.
  static let golden: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + Array(1...12)

  static func error(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) -> ImageError? {
    imageError { () throws(ImageError) in
      try IDXImages.parse(bytes, limits: limits)
    }
  }

  @Test
  func `pictures have the published bytes in both directions`() throws {
    let images = IDXImages(
      count: 2, height: 2, width: 3, samples: Array(1...12))
    #expect(images.serialize() == Self.golden)
    #expect(try IDXImages.parse(Self.golden) == images)
    #expect(images[1] == [7, 8, 9, 10, 11, 12])
    #expect(
      images.picture(at: 0)
        == Picture(
          width: 3, height: 2, colorSpace: .gray, samples: [1, 2, 3, 4, 5, 6]))
  }

  @Test
  func `labels have the published bytes in both directions`() throws {
    let bytes: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]
    #expect(IDXLabels(labels: [5, 0, 4]).serialize() == bytes)
    #expect(try IDXLabels.parse(bytes) == IDXLabels(labels: [5, 0, 4]))
    #expect(try IDXLabels.parse(Gzip.deflate(bytes)).labels == [5, 0, 4])
  }

  @Test
  func `gzipped files are read like plain ones`() throws {
    #expect(
      try IDXImages.parse(Gzip.deflate(Self.golden))
        == IDXImages.parse(Self.golden))
  }

  @Test
  func `a set may be empty`() throws {
    let images = IDXImages(count: 0, height: 28, width: 28, samples: [])
    #expect(try IDXImages.parse(images.serialize()) == images)
    #expect(try IDXLabels.parse([0, 0, 8, 1, 0, 0, 0, 0]).labels == [])
  }

  @Test
  func `a file cut at any byte, or longer by one, is an error`() {
    for count in Self.golden.indices {
      let expected: ImageError =
        count < 16
        ? .truncated(offset: 0, needed: 16, available: count)
        : .wrongLength(expected: 28, found: count)
      #expect(Self.error(Array(Self.golden[..<count])) == expected)
    }
    #expect(
      Self.error(Self.golden + [0]) == .wrongLength(expected: 28, found: 29))
  }

  @Test
  func `another kind of file is called so`() {
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 0]
    #expect(
      Self.error(labels) == .notIDX(expected: 0x803, found: 0x801))
    #expect(
      imageError { () throws(ImageError) in try IDXLabels.parse(Self.golden) }
        == .notIDX(expected: 0x801, found: 0x803))
  }

  @Test
  func `claims beyond the limits are refused, however large`() {
    func header(_ dimensions: [UInt32]) -> [UInt8] {
      var bytes: [UInt8] = [0, 0, 8, 3]
      for dimension in dimensions { bytes.append(bigEndian: dimension) }
      return bytes
    }
    let most = UInt32.max
    #expect(
      Self.error(header([most, 28, 28])) == .tooManyBytes(limit: 1 << 30))
    #expect(
      Self.error(header([most, most, most]))
        == .tooManyPixels(
          width: Int(most), height: Int(most), limit: 1 << 28))
    #expect(
      Self.error(header([most, 16384, 16384])) == .tooManyBytes(limit: 1 << 30))
    #expect(
      Self.error(header([most, 0, 1]))
        == .invalidDimensions([Int(most), 0, 1]))
    #expect(
      imageError { () throws(ImageError) in
        try IDXLabels.parse([0, 0, 8, 1, 255, 255, 255, 255])
      } == .tooManyBytes(limit: 1 << 30))
    #expect(
      Self.error(header([100, 28, 28]), limits: .init(maxBytes: 78_399))
        == .tooManyBytes(limit: 78_399))
  }

  @Test
  func `a gzipped file just within the limit is read, one beyond is not`()
    throws
  {
    let bytes = try Gzip.deflate(Self.golden)
    #expect(Self.error(bytes, limits: ImageLimits(maxBytes: 12)) == nil)
    #expect(
      Self.error(bytes, limits: ImageLimits(maxBytes: 11))
        == .tooManyBytes(limit: 11))
    #expect(Self.error(bytes, limits: ImageLimits(maxBytes: .max)) == nil)
  }

  @Test
  func `a flipped bit never crashes`() {
    var refused = 0
    for bit in 0..<Self.golden.count * 8 {
      var damaged = Self.golden
      damaged[bit / 8] ^= 1 << (bit % 8)
      refused += Self.error(damaged) == nil ? 0 : 1
    }
    #expect(refused == 16 * 8)
  }

  @Test(.enabled(if: RealData.folder != nil, "\(RealData.skip)"))
  func `MNIST is read whole`() throws {
    let folder = try #require(RealData.folder)
    func read(_ name: String) throws -> [UInt8] {
      try BoundedFile.read("\(folder)/mnist/\(name)", limit: 1 << 26)
    }
    let images = try IDXImages.parse(read("t10k-images-idx3-ubyte.gz"))
    let labels = try IDXLabels.parse(read("t10k-labels-idx1-ubyte.gz"))
    #expect(images.count == 10_000)
    #expect([images.height, images.width] == [28, 28])
    #expect(labels.labels.prefix(5) == [7, 2, 1, 0, 4])
    #expect(labels.labels.count == 10_000)
    #expect(
      images.serialize()
        == (try Gzip.inflate(
          read("t10k-images-idx3-ubyte.gz"), limit: 1 << 26)))
  }
}
