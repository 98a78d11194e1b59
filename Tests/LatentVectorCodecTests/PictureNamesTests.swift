import Container
import PictureFiles
import RDC
import Samples
import Support
import TestSupport
import Testing

/// Names of an archive's pictures, which come from files and become files.
@Suite struct PictureNamesTests {
  static let images = DigitPainter.set(count: 3, seed: 5).images

  /// An archive of three digits with sections of the test's own.
  static func archive(_ sections: [Section]) throws -> [UInt8] {
    let file = try RDCFile.parse(
      Encoder(
        model: Model.embedded(named: "digits"),
        options: EncodingOptions(effort: 0), execution: Fixture.execution
      ).encode(images).bytes)
    return try RDCFile(
      face: file.face, quality: file.quality,
      fingerprint: file.fingerprint.value, sections: sections,
      payload: file.payload
    ).serialize()
  }

  /// A zstd frame of one raw block (RFC 8878), less than 256 bytes.
  static func frame(_ content: [UInt8]) -> [UInt8] {
    let size = UInt32(content.count)
    let block = size << 3 | 1
    return [
      0x28, 0xb5, 0x2f, 0xfd, 0x20, UInt8(size), UInt8(block & 0xff),
      UInt8(block >> 8 & 0xff), UInt8(block >> 16),
    ] + content
  }

  static func section(_ content: [UInt8]) -> Section {
    Section(.names, isRequired: false, bytes: frame(content))
  }

  static func open(_ bytes: [UInt8]) throws -> Decoder {
    try Decoder(
      bytes, models: Model.embedded(toRead: bytes),
      execution: Fixture.execution)
  }

  @Test func `names come back with their pictures`() throws {
    var pictures = PictureSet(Self.images)
    pictures.names = try PictureNames(["d2", "d10", "Ä ~ 数"])
    let encoding = try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(effort: 0), execution: Fixture.execution
    ).encode(pictures)
    #expect(encoding.sectionNames == ["names"])
    let decoder = try Self.open(encoding.bytes)
    #expect(decoder.names == pictures.names)
    let all = try decoder.pictures(
      head: .distortion, execution: Fixture.execution)
    #expect(all.names == pictures.names)
    let one = try decoder.pictures(
      head: .distortion, pick: 1, execution: Fixture.execution)
    #expect(one.names?.names == ["d10"])
    // The pictures are the same without.
    let plain = try Self.open(Self.archive([]))
    #expect(plain.names == nil)
    #expect(plain.file.payload == decoder.file.payload)
  }

  @Test func `golden bytes are read`() throws {
    let golden: [UInt8] = [
      0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x0b, 0x59, 0x00, 0x00,
      0x64, 0x32, 0x0a, 0x64, 0x31, 0x30, 0x0a, 0xc3, 0xa9, 0x33, 0x0a,
    ]
    let bytes = try Self.archive([
      Section(.names, isRequired: false, bytes: golden)
    ])
    #expect(try Self.open(bytes).names?.names == ["d2", "d10", "é3"])
  }

  @Test(arguments: [
    ([""], PictureNamesError.length(index: 0, bytes: 0)),
    (
      ["a", String(repeating: "é", count: 121)],
      .length(index: 1, bytes: 242)
    ),
    ([".."], .hidden(index: 0)), (["a", ".b"], .hidden(index: 1)),
    (["../x"], .hidden(index: 0)),
    (["/etc/passwd"], .character(index: 0, "/")),
    (["a/../b"], .character(index: 0, "/")),
    (["a\\b"], .character(index: 0, "\\")),
    (["a\u{0}"], .character(index: 0, "\u{0}")),
    (["a\nb"], .character(index: 0, "\n")),
    (["a\r\nb"], .character(index: 0, "\r")),
    (["\u{1B}[31m"], .character(index: 0, "\u{1B}")),
    (["\u{7F}"], .character(index: 0, "\u{7F}")),
    (["a\u{9B}"], .character(index: 0, "\u{9B}")),
    (["a\u{202E}gnp"], .character(index: 0, "\u{202E}")),
    (["a\u{2067}"], .character(index: 0, "\u{2067}")),
    (["a", "b", "a"], .repeated(index: 2, first: 0)),
    (["Seven", "sEVEN"], .repeated(index: 1, first: 0)),
  ])
  func `a name that is unfit for a file is refused`(
    names: [String], error: PictureNamesError
  ) throws {
    #expect(throws: error) { try PictureNames(names) }
    // In a file, too, whose pictures are as many.
    let all = names + (0..<3 - names.count).map { "other\($0)" }
    let bytes = try Self.archive([
      Self.section(all.flatMap { Array($0.utf8) + [0x0a] })
    ])
    #expect(throws: RDCError.self) { try Self.open(bytes) }
  }

  @Test func `names that are only alike are told apart`() throws {
    // One letter of two code points, and the same of one.
    let names = ["e\u{301}", "\u{E9}", "É", "-x", "a b", "x.png", "12:30"]
    #expect(try PictureNames(names).names.count == names.count)
  }

  @Test(arguments: [
    ("a\nb\n", "2 names for 3 pictures"),
    ("a\nb\nc\nd\n", "4 names for 3 pictures"),
    ("a\nb\nc", "2 names for 3 pictures"),
    ("a\nb\n\nc", "the names are not lines of UTF-8"),
    ("a\nb\n\n", "the name of picture 2 has 0 bytes, allowed: 1 to 240"),
    ("a\nb\n..\n", "the name of picture 2 begins with a dot"),
    ("a\nb/c\nd\n", "the name of picture 1 has the character U+002F"),
    ("a\nb\nA\n", "the pictures 0 and 2 have one name"),
    ("", "0 names for 3 pictures"),
  ])
  func `a damaged section is one clear line`(
    content: String, line: String
  ) throws {
    let bytes = try Self.archive([Self.section(Array(content.utf8))])
    #expect {
      try Self.open(bytes)
    } throws: { error in
      "\(error)" == line
    }
  }

  @Test func `what is no text or no frame is refused`() throws {
    let wrong = try Self.archive([
      Self.section([0x61, 0x0a, 0xff, 0x0a, 0x63, 0x0a])
    ])
    #expect {
      try Self.open(wrong)
    } throws: {
      "\($0)" == "the names are not lines of UTF-8"
    }
    for bytes: [UInt8] in [
      [], [1, 2, 3], Self.frame(Array("a\nb\nc\n".utf8)).dropLast(),
      // Four gigabytes for three names.
      [0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0],
    ] {
      let file = try Self.archive([
        Section(.names, isRequired: false, bytes: bytes)
      ])
      #expect {
        try Self.open(file)
      } throws: {
        "\($0)".hasPrefix("the names: ")
      }
    }
  }

  @Test func `whatever bytes a section has, its names are fit or refused`()
    throws
  {
    var random = SplitMix64(seed: 11)
    let letters = Array("ab./\\\n\u{1B}é\u{202E}".utf8)
    for _ in 0..<2000 {
      let content = (0..<random.next() % 12).map { _ in
        letters[Int(random.next() % UInt64(letters.count))]
      }
      let file = try RDCFile(
        face: .archive(count: 2), quality: 0, fingerprint: 1,
        sections: [Self.section(content)], payload: [])
      guard let names = try? PictureNames.read(file, count: 2) else { continue }
      #expect(names.names.count == 2)
      for name in names.names {
        #expect(!name.isEmpty && !name.utf8.contains(0x2f))
        #expect(name.first != "." && !name.unicodeScalars.contains("\u{1B}"))
      }
    }
  }

  @Test func `as many names as pictures are written`() throws {
    var pictures = PictureSet(Self.images)
    pictures.names = try PictureNames(["a", "b"])
    let encoder = try Encoder(
      model: Model.embedded(named: "digits"),
      options: EncodingOptions(effort: 0), execution: Fixture.execution)
    #expect {
      try encoder.encode(pictures)
    } throws: {
      "\($0)" == "2 names for 3 pictures"
    }
  }
}
