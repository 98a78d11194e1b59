import Foundation
import PictureFiles
import RDC
import Support
import TestSupport
import Testing

/// The embedded model on real test digits, where they are at hand.
@Suite struct RealDigitsTests {
  static let folder = RealData.folder

  /// What each rung must reach on the 10,000 test digits in one archive.
  struct Promise: CustomTestStringConvertible {
    var rung: Int
    var bits: Double
    var squaredError: Double
    var accuracy: Double
    /// The perceptual head's squared error over the distortion head's, and
    /// accuracy.
    var excess: Double
    var naturalAccuracy: Double

    var testDescription: String { "\(bits) bits" }
  }

  static let promises = [
    Promise(
      rung: 0, bits: 3.17, squaredError: 0.0540, accuracy: 0.88,
      excess: 2, naturalAccuracy: 0.87),
    Promise(
      rung: 1, bits: 4.75, squaredError: 0.0460, accuracy: 0.975,
      excess: 2, naturalAccuracy: 0.97),
    Promise(
      rung: 2, bits: 6, squaredError: 0.0410, accuracy: 0.98,
      excess: 2, naturalAccuracy: 0.975),
    Promise(
      rung: 3, bits: 8, squaredError: 0.0350, accuracy: 0.98,
      excess: 2.05, naturalAccuracy: 0.98),
  ]

  @Test(
    .enabled(
      if: folder != nil,
      "RDC_DATA does not name a folder with mnist/t10k-images-idx3-ubyte.gz"),
    arguments: promises)
  func `real digits keep every promise`(_ promise: Promise) throws {
    let folder = try #require(Self.folder)
    let images = try IDXImages.parse(
      BoundedFile.read(
        "\(folder)/mnist/t10k-images-idx3-ubyte.gz", limit: 1 << 24))
    let labels = try IDXLabels.parse(
      BoundedFile.read(
        "\(folder)/mnist/t10k-labels-idx1-ubyte.gz", limit: 1 << 24))
    let model = try Model.embedded(named: "digits")
    let encoding = try Encoder(
      model: model, options: EncodingOptions(rate: .rung(promise.rung)),
      execution: Fixture.execution
    ).encode(images)
    #expect(encoding.bitsPerPicture <= promise.bits)
    let (bits, ideal) = (
      try #require(encoding.payloadBits), try #require(encoding.idealBits)
    )
    #expect(Double(bits) <= ideal * 1.001 + 8)

    let decoder = try Decoder(
      encoding.bytes, models: [model], execution: Fixture.execution)
    let classifier = try #require(try model.codec.classifier(.measure))
    func read(_ head: Head) throws -> PictureSet {
      try decoder.pictures(head: head, execution: Fixture.execution)
    }
    func accuracy(_ pictures: PictureSet) throws -> Double {
      let seen = try classifier.read(pictures, Fixture.execution).logits
        .argmaxRows()
      let hits = zip(seen, labels.labels).count { $0 == Int($1) }
      return Double(hits) / Double(images.count)
    }
    let closest = try Self.squaredError(
      read(.distortion).samples, of: images.samples)
    #expect(closest <= promise.squaredError)
    #expect(try accuracy(read(.classification)) >= promise.accuracy)
    let natural = try read(.perceptual)
    let squaredError = Self.squaredError(
      natural.samples, of: images.samples)
    #expect(squaredError <= promise.excess * closest)
    #expect(try accuracy(natural) >= promise.naturalAccuracy)
  }

  /// Mean square on [0, 1].
  static func squaredError(_ samples: [UInt8], of originals: [UInt8]) -> Double
  {
    let squares = zip(samples, originals).reduce(0) {
      let difference = Int($1.0) - Int($1.1)
      return $0 + difference * difference
    }
    return Double(squares) / 65025 / Double(originals.count)
  }
}
