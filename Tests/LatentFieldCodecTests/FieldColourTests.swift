import PictureFiles
import RDC
import Testing

@testable import LatentFieldCodec

/// The section that keeps a PNG's words on colour.
@Suite struct FieldColourTests {
  static let cases: [(Metadata, [UInt8]?)] = [
    (Metadata(), nil),
    (Metadata(gamma: 45455), [32]),
    (Metadata(gamma: 100_000), [1, 0, 1, 0x86, 0xA0]),
    (Metadata(gamma: 45455, renderingIntent: .perceptual), [36, 0]),
    (
      Metadata(
        chromaticities: FieldColour.usualChromaticities,
        codePoints: CodePoints(primaries: 9, transfer: 16)),
      [72, 9, 16, 0, 1]
    ),
    (
      Metadata(
        iccProfile: ICCProfile(name: "é", bytes: DrawnPhoto.profile)),
      [16, 0xE9]
    ),
    (
      Metadata(
        iccProfile: ICCProfile(
          name: FieldColour.usualName, bytes: DrawnPhoto.profile)),
      nil
    ),
  ]

  @Test(arguments: cases)
  func `content is what it says, both ways`(
    _ metadata: Metadata, _ bytes: [UInt8]?
  ) throws {
    let colour = FieldColour(metadata)
    #expect(colour.serialize() == bytes)
    guard let bytes else { return }
    #expect(try FieldColour(bytes) == colour)
    for count in bytes.indices {
      #expect(throws: LatentFieldError.self) {
        try FieldColour(Array(bytes[..<count]))
      }
    }
    if bytes[0] & 16 == 0 {
      #expect(throws: LatentFieldError.self) { try FieldColour(bytes + [65]) }
    }
  }

  @Test(arguments: [
    [], [0], [128], [33, 0, 0, 0, 1], [66], [1, 0, 0, 0, 0],
    [1, 0xFF, 0, 0, 0], [4, 4], [8, 1, 1, 1, 1], [8, 1, 1, 0, 2], [16],
    [16, 10], [16] + [UInt8](repeating: 65, count: 80),
  ])
  func `content that means nothing is refused`(_ bytes: [UInt8]) {
    #expect(throws: LatentFieldError.self) { try FieldColour(bytes) }
  }
}
