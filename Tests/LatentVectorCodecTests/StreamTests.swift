import PictureFiles
import RDC
import Samples
import TestSupport
import Testing

/// Sets that are coded and read block by block.
@Suite struct StreamTests {
  /// More than a block of the encoder holds.
  static let pictures = PictureSet(
    DigitPainter.set(count: 1100, seed: 3).images)

  /// Gives few pictures at a time, whatever is asked for.
  struct Trickle: PictureStream {
    let pictures: PictureSet
    let size: Int
    var count: Int { pictures.count }

    func forEachBlock(
      of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
    ) throws(RDCError) {
      try pictures.forEachBlock(of: self.size, body)
    }
  }

  /// Fails after a block.
  struct Broken: PictureStream {
    struct Failure: Error {}
    let pictures: PictureSet
    var count: Int { 2 * pictures.count }

    func forEachBlock(
      of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
    ) throws(RDCError) {
      try body(pictures)
      throw .source(Failure())
    }
  }

  static func encoder(_ rate: Rate = .rung(1)) throws -> Encoder {
    try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(rate: rate, seed: 5, effort: 0),
      execution: Fixture.execution)
  }

  @Test(arguments: [1, 7, 1024])
  func `blocks of any size make the same file`(size: Int) throws {
    let encoder = try Self.encoder()
    let whole = try encoder.encode(Self.pictures)
    let parts = try encoder.encode(
      stream: Trickle(pictures: Self.pictures, size: size))
    #expect(parts.bytes == whole.bytes)
    #expect(parts.count == 1100)
    #expect(parts.idealBits == whole.idealBits)
  }

  @Test(arguments: [0, 4])
  func `the search sees every picture at its own place`(effort: Int) throws {
    let few = PictureSet(DigitPainter.set(count: 20, seed: 4).images)
    let encoder = try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(rate: .rung(1), effort: effort),
      execution: Fixture.execution)
    #expect(
      try encoder.encode(stream: Trickle(pictures: few, size: 3)).bytes
        == encoder.encode(few).bytes)
  }

  @Test(arguments: Fixture.heads)
  func `ranges read what the whole file gives`(head: Head) throws {
    let decoder = try Decoder(
      Self.encoder().encode(Self.pictures).bytes, models: Model.embedded(),
      execution: Fixture.execution)
    let reader = try decoder.reader(of: head, strength: 0.6)
    let whole = try reader.pictures(pick: nil, Fixture.execution)
    for range in [0..<1, 17..<40, 1000..<1100] {
      let part = try reader.pictures(in: range, Fixture.execution)
      #expect(part.count == range.count)
      #expect(!part.isSingle)
      let size = whole.sampleCount
      #expect(
        part.samples[...]
          == whole.samples[range.lowerBound * size..<range.upperBound * size])
    }
    for range in [-1..<2, 1100..<1101, 0..<1101] {
      #expect(throws: RDCError.self) {
        try reader.pictures(in: range, Fixture.execution)
      }
    }
  }

  @Test func `a rate that needs several passes asks for them`() throws {
    let few = PictureSet(DigitPainter.set(count: 60, seed: 3).images)
    let rate = Rate.bitsPerPicture(7)
    #expect(
      try Self.encoder(rate).encode(stream: Trickle(pictures: few, size: 9))
        .bytes == Self.encoder(rate).encode(few).bytes)
  }

  @Test func `a stream that fails leaves its own error`() throws {
    let few = PictureSet(DigitPainter.set(count: 3, seed: 3).images)
    do {
      _ = try Self.encoder().encode(stream: Broken(pictures: few))
      Issue.record("it is encoded")
    } catch RDCError.source(let error) {
      #expect(error is Broken.Failure)
    }
  }

  @Test func `an empty stream has nothing to encode`() throws {
    let none = PictureSet(
      count: 0, width: 28, height: 28, colorSpace: .gray, samples: [])
    #expect(throws: RDCError.self) {
      try Self.encoder().encode(stream: Trickle(pictures: none, size: 1))
    }
  }
}
