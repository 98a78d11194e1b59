import Foundation
import ImageIO
import RDC
import Testing

/// The embedded model on real test digits, where they are at hand.
@Suite struct RealDigitsTests {
  static let folder = ProcessInfo.processInfo.environment["RDC_DATA"]

  @Test(
    .enabled(
      if: folder != nil,
      "RDC_DATA does not name a folder with mnist/t10k-images-idx3-ubyte.gz"))
  func `real digits are close, and their labels survive`() throws {
    let folder = try #require(Self.folder)
    let all = try IDXImages.parse(
      BoundedFile.read(
        "\(folder)/mnist/t10k-images-idx3-ubyte.gz", limit: 1 << 24))
    let labels = try IDXLabels.parse(
      BoundedFile.read(
        "\(folder)/mnist/t10k-labels-idx1-ubyte.gz", limit: 1 << 24))
    let count = 300
    let images = IDXImages(
      count: count, height: 28, width: 28,
      samples: Array(all.samples[..<(count * 784)]))
    let model = try Model.embedded(named: "digits")
    let classifier = try Classifier(model, .measure)
    let encoding = try Encoder(model: model, execution: Fixture.execution)
      .encode(images)
    let decoder = try Decoder(encoding.bytes, models: [model])

    // Header and checksum of 15 bytes are dear for 300 pictures.
    #expect(Double(encoding.payloadBits) / Double(count) <= 4.75)
    let closest = try decoder.pictures(
      head: .distortion, execution: Fixture.execution)
    let squares = zip(closest.samples, images.samples).reduce(0.0) {
      let difference = (Double($1.0) - Double($1.1)) / 255
      return $0 + difference * difference
    }
    #expect(squares / Double(images.samples.count) <= 0.0460)

    let read = try decoder.pictures(
      head: .classification, execution: Fixture.execution)
    let seen = try classifier.logits(
      read.samples.map { Float($0) / 255 }, execution: Fixture.execution
    ).argmaxRows()
    let hits = zip(seen, labels.labels).count { $0 == Int($1) }
    #expect(Double(hits) / Double(count) >= 0.975)
  }
}
