import PictureFiles
import Support
import TestSupport
import Testing

@Suite struct PNGRoundTripTests {
  static let sizes = [
    (1, 1), (1, 4000), (4000, 1), (17, 31), (8, 8), (255, 3),
  ]

  static func picture(
    _ size: (Int, Int), _ model: ColorModel, alpha: Bool, seed: UInt64
  ) -> Picture {
    var random = SplitMix64(seed: seed)
    let pixels = size.0 * size.1
    return Picture(
      width: size.0, height: size.1, colorSpace: model,
      samples: random.bytes(pixels * model.channels),
      alpha: alpha ? random.bytes(pixels) : nil)
  }

  @Test(
    arguments: sizes,
    [(ColorModel.gray, false), (.gray, true), (.rgb, false), (.rgb, true)]
  )
  func `a picture comes back as it was`(
    size: (Int, Int), kind: (ColorModel, Bool)
  ) throws {
    for seed in UInt64(0)..<4 {
      let picture = Self.picture(size, kind.0, alpha: kind.1, seed: seed)
      for compression in PNGWriter.Compression.allCases {
        let bytes = try PNGWriter.write(picture, compression: compression)
        #expect(try PNGReader.read(bytes) == picture)
      }
    }
  }

  @Test
  func `the same picture gives the same bytes`() throws {
    let picture = Self.picture((31, 17), .rgb, alpha: true, seed: 5)
    #expect(try PNGWriter.write(picture) == PNGWriter.write(picture))
  }

  @Test
  func `opaque alpha stays alpha`() throws {
    let picture = Picture(
      width: 2, height: 1, colorSpace: .gray, samples: [0, 9],
      alpha: [255, 255])
    #expect(try PNGReader.read(PNGWriter.write(picture)).alpha == [255, 255])
  }

  @Test
  func `gray is written as gray: colour type 0, 8 bits`() throws {
    let bytes = try PNGWriter.write(
      Self.picture((3, 3), .gray, alpha: false, seed: 1))
    #expect(bytes[24] == 8)
    #expect(bytes[25] == 0)
  }

  @Test
  func `more effort does not give a larger file of a smooth picture`() throws {
    let samples = (0..<128 * 128).map { i in
      UInt8(truncatingIfNeeded: (i % 128) * (i / 128) / 64)
    }
    let picture = Picture(
      width: 128, height: 128, colorSpace: .gray, samples: samples)
    let fast = try PNGWriter.write(picture, compression: .fast).count
    let best = try PNGWriter.write(picture, compression: .best).count
    #expect(best < fast)
    #expect(fast < samples.count / 2)
  }

  @Test(
    arguments: [
      (0, 1, 0, nil), (1, -1, 1, nil), (2, 2, 3, nil), (2, 2, 4, 5),
      (Int.max, Int.max, 1, nil), (1 << 31, 1, 0, nil),
    ] as [(Int, Int, Int, Int?)])
  func `a picture whose planes do not fit is refused`(
    width: Int, height: Int, samples: Int, alpha: Int?
  ) {
    let picture = Picture(
      width: width, height: height, colorSpace: .gray,
      samples: [UInt8](repeating: 0, count: samples),
      alpha: alpha.map { [UInt8](repeating: 0, count: $0) })
    let error = imageError { () throws(ImageError) in
      try PNGWriter.write(picture)
    }
    guard case .inconsistentPicture = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
