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

    var testDescription: String { "\(bits) bits" }
  }

  static let promises = [
    Promise(rung: 0, bits: 3.17, squaredError: 0.0540, accuracy: 0.88),
    Promise(rung: 1, bits: 4.75, squaredError: 0.0460, accuracy: 0.975),
    Promise(rung: 2, bits: 6, squaredError: 0.0410, accuracy: 0.98),
    Promise(rung: 3, bits: 8, squaredError: 0.0350, accuracy: 0.98),
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
    let closest = try decoder.pictures(
      head: .distortion, execution: Fixture.execution)
    let squares = zip(closest.samples, images.samples).reduce(0) {
      let difference = Int($1.0) - Int($1.1)
      return $0 + difference * difference
    }
    let squaredError = Double(squares) / 65025 / Double(images.samples.count)
    #expect(squaredError <= promise.squaredError)

    let read = try decoder.pictures(
      head: .classification, execution: Fixture.execution)
    let classifier = try #require(try model.codec.classifier(.measure))
    let seen = try classifier.read(read, Fixture.execution).logits
      .argmaxRows()
    let hits = zip(seen, labels.labels).count { $0 == Int($1) }
    #expect(Double(hits) / Double(images.count) >= promise.accuracy)
  }
}
