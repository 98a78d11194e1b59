import Testing

@testable import PictureFiles

@Suite struct OrientationTests {
  /// Exif data of one directory with one entry.
  static func exif(
    _ value: UInt8, bigEndian: Bool, tag: [UInt8] = [1, 0x12]
  ) -> [UInt8] {
    func number(_ bytes: [UInt8]) -> [UInt8] {
      bigEndian ? bytes : bytes.reversed()
    }
    let mark: [UInt8] = bigEndian ? [0x4d, 0x4d] : [0x49, 0x49]
    return mark + number([0, 0x2a]) + number([0, 0, 0, 8]) + number([0, 1])
      + number(tag) + number([0, 3]) + number([0, 0, 0, 1])
      + number([0, value]) + [0, 0] + [0, 0, 0, 0]
  }

  @Test
  func `Exif data of either byte order say how a picture lies`() {
    for value in UInt8(1)...8 {
      for bigEndian in [false, true] {
        let exif = Self.exif(value, bigEndian: bigEndian)
        #expect(Orientation(exif: exif).rawValue == UInt16(value))
      }
    }
  }

  @Test
  func `Exif data that say nothing, or nonsense, turn nothing`() {
    let whole = Self.exif(6, bigEndian: true)
    for count in 0..<whole.count - 4 {
      #expect(Orientation(exif: Array(whole[..<count])) == .none)
    }
    #expect(Orientation(exif: Self.exif(0, bigEndian: true)) == .none)
    #expect(Orientation(exif: Self.exif(9, bigEndian: false)) == .none)
    #expect(
      Orientation(exif: Self.exif(6, bigEndian: true, tag: [1, 0x13])) == .none)
    var far = whole
    far.replaceSubrange(4..<8, with: [0xff, 0xff, 0xff, 0xff])
    #expect(Orientation(exif: far) == .none)
  }

  // What is stored for the upright picture 1 2 3 / 4 5 6, by CIPA DC-008: the
  // visual place of row 0 and of column 0 names each orientation.
  @Test(
    arguments: [
      (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]),
      (3, 3, [6, 5, 4, 3, 2, 1]), (4, 3, [4, 5, 6, 1, 2, 3]),
      (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [3, 6, 2, 5, 1, 4]),
      (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [4, 1, 5, 2, 6, 3]),
    ] as [(UInt16, Int, [UInt8])])
  func `pixels are turned upright`(value: UInt16, width: Int, stored: [UInt8])
    throws
  {
    let orientation = try #require(Orientation(rawValue: value))
    let picture = Picture(
      width: width, height: 6 / width, colorSpace: .rgb,
      samples: stored.flatMap { [$0, $0 + 10, $0 + 20] }, alpha: stored)
    let turned = try picture.turned(orientation)
    #expect(turned.width == 3 && turned.height == 2)
    #expect(turned.alpha == [1, 2, 3, 4, 5, 6])
    let pixels: [UInt8] = [1, 2, 3, 4, 5, 6]
    #expect(turned.samples == pixels.flatMap { [$0, $0 + 10, $0 + 20] })
  }
}
