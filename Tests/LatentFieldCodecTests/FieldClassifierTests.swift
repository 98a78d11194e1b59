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

  @Test func `a middle square of the classifier's size is read as it is`() {
    let picture = DrawnPhoto.picture(width: 20, height: 16)
    let found = PictureSquare.middle(of: picture).samples(of: picture, side: 14)
    for (place, value) in found.enumerated() {
      let (y, x) = (place / 42 + 1, place % 42 / 3 + 3)
      #expect(
        value == Float(picture.samples[(y * 20 + x) * 3 + place % 3]))
    }
    let gray = DrawnPhoto.picture(width: 8, height: 8, gray: true)
    let inner = PictureSquare.middle(of: gray).samples(of: gray, side: 7)
    #expect(inner[0] == Float(gray.samples[0]) && inner[1] == inner[0])
  }

  @Test(arguments: [(1, 1), (1, 70), (17, 31), (64, 64)])
  func `a flat picture stays flat`(_ width: Int, _ height: Int) {
    let flat = Picture(
      width: width, height: height, colorSpace: .gray,
      samples: [UInt8](repeating: 200, count: width * height))
    #expect(
      PictureSquare.middle(of: flat).samples(of: flat, side: 16).allSatisfy {
        $0 == 200
      })
  }

  @Test func `reduction weighs by triangles and rounds to 1/64`() {
    // The middle 8 of 9 pixels into 4: triangles of four pixels, 1 3 3 1.
    let row: [UInt8] = [10, 20, 30, 40, 50, 60, 70, 80, 99]
    let picture = Picture(
      width: 9, height: 9, colorSpace: .gray,
      samples: (0..<9).flatMap { _ in row })
    let found = PictureSquare.middle(of: picture).samples(of: picture, side: 4)
    let means = [
      Double(3 * 10 + 3 * 20 + 30) / 7, 35, 55,
      Double(60 + 3 * 70 + 3 * 80) / 7,
    ]
    for (place, value) in found.enumerated() {
      let expected = (means[place / 3 % 4] * 64).rounded() / 64
      #expect(value == Float(expected))
    }
  }

  @Test func `what cannot be classified is said`() throws {
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
