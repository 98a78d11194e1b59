import Foundation
import Testing

@testable import Metrics

@Suite struct DistortionTests {
  let a = Inputs.picture(1, 192, 176, 3, 9)
  let b = Inputs.picture(2, 192, 176, 3, 60)

  @Test func `error and ratio agree with scikit-image`() throws {
    let error = try Distortion.meanSquaredError(a, b)
    #expect(agree(error, Golden.meanSquaredError, 1e-12))
    let ratio = try Distortion.peakSignalToNoise(a, b)
    #expect(agree(ratio, Golden.peakSignalToNoise, 1e-12))
    let floats = try Distortion.meanSquaredError(
      a.map { Float($0) / 255 }, b.map { Float($0) / 255 })
    #expect(agree(floats, Golden.meanSquaredError, 1e-6))
  }

  @Test func `the ratio of a set is the mean of the pictures' own`() throws {
    let mean = try Distortion.meanPeakSignalToNoise(
      [0, 0, 10, 10], [1, 1, 20, 20], size: 2)
    let expected = (20 * log10(255.0) + 20 * log10(25.5)) / 2
    #expect(agree(mean, expected, 1e-12))
    #expect(try Distortion.peakSignalToNoise([3], [3]) == .infinity)
  }

  @Test func `arrays of unequal length are refused`() {
    #expect(
      throws: MetricError.countMismatch(what: "samples", expected: 2, found: 1)
    ) { try Distortion.meanSquaredError([1, 2] as [UInt8], [1]) }
    #expect(throws: MetricError.tooFew(what: "samples", needed: 1, found: 0)) {
      try Distortion.meanSquaredError([] as [Float], [])
    }
    #expect(throws: MetricError.badShape(values: 3, dimension: 2)) {
      try Distortion.meanPeakSignalToNoise([1, 2, 3], [1, 2, 3], size: 2)
    }
  }

  func samples(_ bytes: [UInt8], _ channels: Int) throws -> PictureSamples {
    let kept = bytes.enumerated().filter { $0.offset % 3 < channels }
    return try PictureSamples(
      bytes: kept.map(\.element), width: 192, height: 176, channels: channels)
  }

  @Test(arguments: [
    (3, Golden.multiScaleSSIMColor), (1, Golden.multiScaleSSIMGray),
  ])
  func `five scales agree with pytorch-msssim`(channels: Int, expected: Double)
    throws
  {
    let found = try MultiScaleSSIM().similarity(
      samples(a, channels), samples(b, channels))
    #expect(abs(found - expected) < 2e-6)
  }

  @Test func `one scale agrees with scikit-image`() throws {
    let found = try MultiScaleSSIM(scales: 1).similarity(
      samples(a, 1), samples(b, 1))
    #expect(abs(found - Golden.singleScaleSSIM) < 2e-6)
  }

  @Test func `equal pictures are wholly similar`() throws {
    let picture = try samples(a, 3)
    let found = try MultiScaleSSIM(scales: 4).similarity(picture, picture)
    #expect(abs(found - 1) < 1e-9)
  }

  @Test func `a picture too small for the scales is refused`() throws {
    let small = try PictureSamples(
      bytes: Array(repeating: 7, count: 160 * 200), width: 200, height: 160,
      channels: 1)
    #expect(
      throws: MetricError.pictureTooSmall(
        width: 200, height: 160, minimum: 161, scales: 5)
    ) { try MultiScaleSSIM().similarity(small, small) }
    #expect(MultiScaleSSIM.largestScaleCount(width: 200, height: 160) == 4)
    #expect(MultiScaleSSIM.largestScaleCount(width: 161, height: 161) == 5)
    #expect(MultiScaleSSIM.largestScaleCount(width: 10, height: 99) == nil)
    #expect(try MultiScaleSSIM(scales: 4).similarity(small, small) > 0.999)
  }

  @Test(arguments: [161, 163]) func `odd sides have all scales`(side: Int)
    throws
  {
    let gray = Inputs.picture(9, side, side, 1, 30)
    let picture = try PictureSamples(
      bytes: gray, width: side, height: side, channels: 1)
    #expect(abs(try MultiScaleSSIM().similarity(picture, picture) - 1) < 1e-9)
  }

  @Test func `samples that do not fit the size are refused`() {
    #expect(
      throws: MetricError.countMismatch(what: "samples", expected: 12, found: 3)
    ) {
      try PictureSamples(bytes: [1, 2, 3], width: 2, height: 2, channels: 3)
    }
    #expect(
      throws: MetricError.countMismatch(
        what: "samples", expected: .max, found: 1)
    ) {
      try PictureSamples(
        bytes: [1], width: .max, height: .max, channels: 1)
    }
    #expect(throws: MetricError.notFinite(what: "picture", index: 1)) {
      try PictureSamples(values: [0, .nan], width: 2, height: 1, channels: 1)
    }
  }
}
