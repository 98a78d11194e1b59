import Testing

@testable import PictureFiles

/// Pictures that are written fast, in strips that threads share.
struct PNGStripsTests {
  @Test(
    arguments: [ColorModel.gray, .rgb], [false, true])
  func `a picture of several strips comes back, whoever deflated them`(
    _ model: ColorModel, hasAlpha: Bool
  ) throws {
    // More than three strips of 128 KiB; noise and runs.
    let picture = PNGRoundTripTests.picture(
      (400, 1100), model, alpha: hasAlpha, seed: 9)
    let one = try PNGWriter.write(picture, compression: .fast)
    #expect(try PNGReader.read(one) == picture)
    let three = try PNGWriter.write(picture, compression: .fast, threads: 3)
    #expect(three == one)
  }

  @Test func `a row wider than a strip is a strip`() throws {
    let picture = PNGRoundTripTests.picture(
      (150_001, 2), .gray, alpha: false, seed: 3)
    let bytes = try PNGWriter.write(picture, compression: .fast)
    #expect(try PNGReader.read(bytes) == picture)
  }

  @Test func `what is even takes next to nothing`() throws {
    let picture = Picture(
      width: 512, height: 512, colorSpace: .rgb,
      samples: [UInt8](repeating: 77, count: 512 * 512 * 3))
    let bytes = try PNGWriter.write(picture, compression: .fast)
    #expect(bytes.count < picture.samples.count / 100)
  }
}
