import PictureFiles
import RDC
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Labels of photos, with a classifier that tells the strongest colour.
@Suite struct FieldClassifierTests {
  /// One colour in the middle square, another one beside it.
  static func picture(
    _ width: Int, _ height: Int, inner: [UInt8], outer: [UInt8]
  ) -> Picture {
    let square = min(width, height)
    let rows = (height - square) / 2..<(height + square) / 2
    let columns = (width - square) / 2..<(width + square) / 2
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        samples += rows ~= y && columns ~= x ? inner : outer
      }
    }
    return Picture(
      width: width, height: height,
      colorSpace: inner.count == 3 ? .rgb : .gray, samples: samples)
  }

  @Test(arguments: [(32, 32), (64, 32), (77, 131)])
  func `labels come from the middle of the classification head's picture`(
    _ width: Int, _ height: Int
  ) throws {
    let model = try TinyFieldPack.model.get()
    for (place, name) in ["red", "green", "blue"].enumerated() {
      var inner: [UInt8] = [40, 40, 40]
      inner[place] = 220
      let picture = Self.picture(
        width, height, inner: inner, outer: inner.reversed())
      let encoding = try FieldRoundTripTests.encode(
        picture, EncodingOptions(rate: .quality(100), effort: 0))
      let labels = try FieldRoundTripTests.decoder(encoding.bytes).classify(
        execution: Fixture.execution)
      #expect(labels.labels == ["red", "green", "blue"])
      #expect(labels.best == [place])
      #expect(labels.top(2, of: 0).first == place)
      #expect(abs(labels.probabilities[0].reduce(0, +) - 1) < 1e-5)
      let judge = try FieldClassifier(model.fields, .measure)
      #expect(judge.size == (32, 32))
      #expect(
        try judge.logits([picture, picture], execution: Fixture.execution)
          .argmaxRows() == [place, place], "\(name)")
    }
  }

  @Test func `a picture of the classifier's size is read as it is`() {
    let picture = DrawnPhoto.picture(width: 16, height: 16)
    #expect(
      MiddleSquare.samples(of: picture, side: 16)
        == picture.samples.map(Float.init))
    let gray = DrawnPhoto.picture(width: 8, height: 8, gray: true)
    #expect(
      MiddleSquare.samples(of: gray, side: 8)
        == gray.samples.flatMap { [Float](repeating: Float($0), count: 3) })
  }

  @Test func `reduction takes means of areas`() {
    // 6 pixels into 4: each result covers one and a half.
    let row: [UInt8] = [10, 20, 30, 40, 50, 60]
    let picture = Picture(
      width: 6, height: 6, colorSpace: .gray,
      samples: (0..<6).flatMap { _ in row })
    let found = MiddleSquare.samples(of: picture, side: 4)
    let means: [Float] = [40 / 3, 80 / 3, 130 / 3, 170 / 3]
    for (place, value) in found.enumerated() {
      #expect(abs(value - means[place / 3 % 4]) < 1e-4)
    }
    // The mean stays, and so does what lies outside.
    let drawn = DrawnPhoto.picture(width: 70, height: 33)
    let reduced = MiddleSquare.samples(of: drawn, side: 11)
    var sum = 0.0
    for y in 0..<33 {
      for x in 18..<51 { sum += Double(drawn.samples[(y * 70 + x) * 3]) }
    }
    let red = stride(from: 0, to: reduced.count, by: 3).reduce(0.0) {
      $0 + Double(reduced[$1])
    }
    #expect(abs(red / 121 - sum / 1089) < 1e-3)
  }

  @Test func `what cannot be classified is said`() throws {
    let small = try FieldRoundTripTests.decoder(
      FieldRoundTripTests.encode(DrawnPhoto.picture(width: 31, height: 90))
        .bytes)
    #expect(
      FieldHeadTests.message {
        _ = try small.classify(execution: Fixture.execution)
      } == "a picture of 31x90 is too small for the classifier, "
        + "which reads 32x32")
    let without = try Model(
      TinyFieldPack.bytes { $0.description["classifiers"] = nil })
    #expect(
      FieldHeadTests.message { _ = try FieldClassifier(without.fields, .guide) }
        == "the model tiny has no classifier of its pictures")
    let wrong = try Model(
      TinyFieldPack.bytes { $0.description["labels"] = ["a", "b"] })
    #expect(throws: RDCError.self) {
      try FieldClassifier(wrong.fields, .guide).logits(
        [DrawnPhoto.picture(width: 32, height: 32)],
        execution: Fixture.execution)
    }
  }
}
