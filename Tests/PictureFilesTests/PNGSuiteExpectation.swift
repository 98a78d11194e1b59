import PictureFiles

/// What a file of PngSuite decodes to: size, colour, depth, and the CRC-32 of
/// the 8-bit samples and of alpha.
///
/// Computed with a decoder written for the purpose in Python; the 129 files
/// of up to 8 bits agree with Pillow 13.0 as well, but for the alpha of
/// tbbn0g04, where Pillow compares a 4-bit key with 8-bit samples.
struct PNGSuiteExpectation: Equatable {
  var name: String
  var width: Int
  var height: Int
  var colorSpace: ColorModel
  var depth: Int
  var samples: UInt32
  var alpha: UInt32?

  init(
    _ name: String, _ width: Int, _ height: Int, _ colorSpace: ColorModel,
    _ depth: Int, _ samples: UInt32, _ alpha: UInt32?
  ) {
    self.name = name
    self.width = width
    self.height = height
    self.colorSpace = colorSpace
    self.depth = depth
    self.samples = samples
    self.alpha = alpha
  }

  static let all: [PNGSuiteExpectation] = [
    Self(
      "PngSuite", 256, 256, .rgb, 8, 0xf2a8c0cf, nil),
    Self(
      "basi0g01", 32, 32, .gray, 1, 0x7238c005, nil),
    Self(
      "basi0g02", 32, 32, .gray, 2, 0x74c9bbb5, nil),
    Self(
      "basi0g04", 32, 32, .gray, 4, 0x03735de8, nil),
    Self(
      "basi0g08", 32, 32, .gray, 8, 0x784b4a4e, nil),
    Self(
      "basi0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "basi2c08", 32, 32, .rgb, 8, 0x7855b9bf, nil),
    Self(
      "basi2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "basi3p01", 32, 32, .rgb, 8, 0x31ec284b, nil),
    Self(
      "basi3p02", 32, 32, .rgb, 8, 0x279a463a, nil),
    Self(
      "basi3p04", 32, 32, .rgb, 8, 0x3a9e038e, nil),
    Self(
      "basi3p08", 32, 32, .rgb, 8, 0xff6e2940, nil),
    Self(
      "basi4a08", 32, 32, .gray, 8, 0xbfc7e22b, 0xfa6029ad),
    Self(
      "basi4a16", 32, 32, .gray, 16, 0x7901059a, 0xe32800b2),
    Self(
      "basi6a08", 32, 32, .rgb, 8, 0xa9b0c6b5, 0xfa6029ad),
    Self(
      "basi6a16", 32, 32, .rgb, 16, 0xd56247e1, 0xe32800b2),
    Self(
      "basn0g01", 32, 32, .gray, 1, 0x7238c005, nil),
    Self(
      "basn0g02", 32, 32, .gray, 2, 0x74c9bbb5, nil),
    Self(
      "basn0g04", 32, 32, .gray, 4, 0x03735de8, nil),
    Self(
      "basn0g08", 32, 32, .gray, 8, 0x784b4a4e, nil),
    Self(
      "basn0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "basn2c08", 32, 32, .rgb, 8, 0x7855b9bf, nil),
    Self(
      "basn2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "basn3p01", 32, 32, .rgb, 8, 0x31ec284b, nil),
    Self(
      "basn3p02", 32, 32, .rgb, 8, 0x279a463a, nil),
    Self(
      "basn3p04", 32, 32, .rgb, 8, 0x3a9e038e, nil),
    Self(
      "basn3p08", 32, 32, .rgb, 8, 0xff6e2940, nil),
    Self(
      "basn4a08", 32, 32, .gray, 8, 0xbfc7e22b, 0xfa6029ad),
    Self(
      "basn4a16", 32, 32, .gray, 16, 0x7901059a, 0xe32800b2),
    Self(
      "basn6a08", 32, 32, .rgb, 8, 0xa9b0c6b5, 0xfa6029ad),
    Self(
      "basn6a16", 32, 32, .rgb, 16, 0xd56247e1, 0xe32800b2),
    Self(
      "bgai4a08", 32, 32, .gray, 8, 0xbfc7e22b, 0xfa6029ad),
    Self(
      "bgai4a16", 32, 32, .gray, 16, 0x7901059a, 0xe32800b2),
    Self(
      "bgan6a08", 32, 32, .rgb, 8, 0xa9b0c6b5, 0xfa6029ad),
    Self(
      "bgan6a16", 32, 32, .rgb, 16, 0xd56247e1, 0xe32800b2),
    Self(
      "bgbn4a08", 32, 32, .gray, 8, 0xbfc7e22b, 0xfa6029ad),
    Self(
      "bggn4a16", 32, 32, .gray, 16, 0x7901059a, 0xe32800b2),
    Self(
      "bgwn6a08", 32, 32, .rgb, 8, 0xa9b0c6b5, 0xfa6029ad),
    Self(
      "bgyn6a16", 32, 32, .rgb, 16, 0xd56247e1, 0xe32800b2),
    Self(
      "ccwn2c08", 32, 32, .rgb, 8, 0x61b69e8e, nil),
    Self(
      "ccwn3p08", 32, 32, .rgb, 8, 0x2e1d8ef1, nil),
    Self(
      "cdfn2c08", 8, 32, .rgb, 8, 0x99af40a3, nil),
    Self(
      "cdhn2c08", 32, 8, .rgb, 8, 0x84a4ef40, nil),
    Self(
      "cdsn2c08", 8, 8, .rgb, 8, 0x82b26daf, nil),
    Self(
      "cdun2c08", 32, 32, .rgb, 8, 0xee50e3ca, nil),
    Self(
      "ch1n3p04", 32, 32, .rgb, 8, 0x3a9e038e, nil),
    Self(
      "ch2n3p08", 32, 32, .rgb, 8, 0xff6e2940, nil),
    Self(
      "cm0n0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "cm7n0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "cm9n0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "cs3n2c16", 32, 32, .rgb, 16, 0xddd74556, nil),
    Self(
      "cs3n3p08", 32, 32, .rgb, 8, 0xc47263e3, nil),
    Self(
      "cs5n2c08", 32, 32, .rgb, 8, 0x1b16d169, nil),
    Self(
      "cs5n3p08", 32, 32, .rgb, 8, 0x1b16d169, nil),
    Self(
      "cs8n2c08", 32, 32, .rgb, 8, 0x7306351c, nil),
    Self(
      "cs8n3p08", 32, 32, .rgb, 8, 0x7306351c, nil),
    Self(
      "ct0n0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "ct1n0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "cten0g04", 32, 32, .gray, 4, 0x0fcc7d31, nil),
    Self(
      "ctfn0g04", 32, 32, .gray, 4, 0xd404c1f8, nil),
    Self(
      "ctgn0g04", 32, 32, .gray, 4, 0x62d13ac8, nil),
    Self(
      "cthn0g04", 32, 32, .gray, 4, 0xee9649e2, nil),
    Self(
      "ctjn0g04", 32, 32, .gray, 4, 0xebbc52d4, nil),
    Self(
      "ctzn0g04", 32, 32, .gray, 4, 0x0a65fde8, nil),
    Self(
      "exif2c08", 32, 32, .rgb, 8, 0x1a5022ef, nil),
    Self(
      "f00n0g08", 32, 32, .gray, 8, 0x1f18265f, nil),
    Self(
      "f00n2c08", 32, 32, .rgb, 8, 0x3f1d66ad, nil),
    Self(
      "f01n0g08", 32, 32, .gray, 8, 0x1868217f, nil),
    Self(
      "f01n2c08", 32, 32, .rgb, 8, 0x11c1b27e, nil),
    Self(
      "f02n0g08", 32, 32, .gray, 8, 0x79b9c9de, nil),
    Self(
      "f02n2c08", 32, 32, .rgb, 8, 0x7f1ca785, nil),
    Self(
      "f03n0g08", 32, 32, .gray, 8, 0xa373c644, nil),
    Self(
      "f03n2c08", 32, 32, .rgb, 8, 0x31645d89, nil),
    Self(
      "f04n0g08", 32, 32, .gray, 8, 0xb8006228, nil),
    Self(
      "f04n2c08", 32, 32, .rgb, 8, 0x77056a6f, nil),
    Self(
      "f99n0g04", 32, 32, .gray, 4, 0x3cffc235, nil),
    Self(
      "g03n0g16", 32, 32, .gray, 16, 0x2edcda2e, nil),
    Self(
      "g03n2c08", 32, 32, .rgb, 8, 0x3633021f, nil),
    Self(
      "g03n3p04", 32, 32, .rgb, 8, 0x7e90c30c, nil),
    Self(
      "g04n0g16", 32, 32, .gray, 16, 0x62ce7fd3, nil),
    Self(
      "g04n2c08", 32, 32, .rgb, 8, 0xae824f12, nil),
    Self(
      "g04n3p04", 32, 32, .rgb, 8, 0xe00f20f2, nil),
    Self(
      "g05n0g16", 32, 32, .gray, 16, 0xfe5b6fec, nil),
    Self(
      "g05n2c08", 32, 32, .rgb, 8, 0x3c168b7d, nil),
    Self(
      "g05n3p04", 32, 32, .rgb, 8, 0xd0d3c65b, nil),
    Self(
      "g07n0g16", 32, 32, .gray, 16, 0xe2d0cde8, nil),
    Self(
      "g07n2c08", 32, 32, .rgb, 8, 0x6d9b8873, nil),
    Self(
      "g07n3p04", 32, 32, .rgb, 8, 0x6f2e7b73, nil),
    Self(
      "g10n0g16", 32, 32, .gray, 16, 0x64152946, nil),
    Self(
      "g10n2c08", 32, 32, .rgb, 8, 0xfa142827, nil),
    Self(
      "g10n3p04", 32, 32, .rgb, 8, 0x25aeef89, nil),
    Self(
      "g25n0g16", 32, 32, .gray, 16, 0x373059e8, nil),
    Self(
      "g25n2c08", 32, 32, .rgb, 8, 0xe5914131, nil),
    Self(
      "g25n3p04", 32, 32, .rgb, 8, 0x71c1b931, nil),
    Self(
      "oi1n0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "oi1n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "oi2n0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "oi2n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "oi4n0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "oi4n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "oi9n0g16", 32, 32, .gray, 16, 0xf285e74d, nil),
    Self(
      "oi9n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "pp0n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "pp0n6a08", 32, 32, .rgb, 8, 0x7855b9bf, 0xfa6029ad),
    Self(
      "ps1n0g08", 32, 32, .gray, 8, 0x784b4a4e, nil),
    Self(
      "ps1n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "ps2n0g08", 32, 32, .gray, 8, 0x784b4a4e, nil),
    Self(
      "ps2n2c16", 32, 32, .rgb, 16, 0xf8f7d651, nil),
    Self(
      "s01i3p01", 1, 1, .rgb, 8, 0xd243369f, nil),
    Self(
      "s01n3p01", 1, 1, .rgb, 8, 0xd243369f, nil),
    Self(
      "s02i3p01", 2, 2, .rgb, 8, 0x9e931d85, nil),
    Self(
      "s02n3p01", 2, 2, .rgb, 8, 0x9e931d85, nil),
    Self(
      "s03i3p01", 3, 3, .rgb, 8, 0x6916380e, nil),
    Self(
      "s03n3p01", 3, 3, .rgb, 8, 0x6916380e, nil),
    Self(
      "s04i3p01", 4, 4, .rgb, 8, 0xc2e0d49b, nil),
    Self(
      "s04n3p01", 4, 4, .rgb, 8, 0xc2e0d49b, nil),
    Self(
      "s05i3p02", 5, 5, .rgb, 8, 0x1242b6fb, nil),
    Self(
      "s05n3p02", 5, 5, .rgb, 8, 0x1242b6fb, nil),
    Self(
      "s06i3p02", 6, 6, .rgb, 8, 0xd7589540, nil),
    Self(
      "s06n3p02", 6, 6, .rgb, 8, 0xd7589540, nil),
    Self(
      "s07i3p02", 7, 7, .rgb, 8, 0xd2ccf489, nil),
    Self(
      "s07n3p02", 7, 7, .rgb, 8, 0xd2ccf489, nil),
    Self(
      "s08i3p02", 8, 8, .rgb, 8, 0x2ba1b03e, nil),
    Self(
      "s08n3p02", 8, 8, .rgb, 8, 0x2ba1b03e, nil),
    Self(
      "s09i3p02", 9, 9, .rgb, 8, 0x9762d2ed, nil),
    Self(
      "s09n3p02", 9, 9, .rgb, 8, 0x9762d2ed, nil),
    Self(
      "s32i3p04", 32, 32, .rgb, 8, 0xad01f44d, nil),
    Self(
      "s32n3p04", 32, 32, .rgb, 8, 0xad01f44d, nil),
    Self(
      "s33i3p04", 33, 33, .rgb, 8, 0xd2f4ae68, nil),
    Self(
      "s33n3p04", 33, 33, .rgb, 8, 0xd2f4ae68, nil),
    Self(
      "s34i3p04", 34, 34, .rgb, 8, 0xbbeda3f7, nil),
    Self(
      "s34n3p04", 34, 34, .rgb, 8, 0xbbeda3f7, nil),
    Self(
      "s35i3p04", 35, 35, .rgb, 8, 0x99293acf, nil),
    Self(
      "s35n3p04", 35, 35, .rgb, 8, 0x99293acf, nil),
    Self(
      "s36i3p04", 36, 36, .rgb, 8, 0xf51a96e0, nil),
    Self(
      "s36n3p04", 36, 36, .rgb, 8, 0xf51a96e0, nil),
    Self(
      "s37i3p04", 37, 37, .rgb, 8, 0x920758a4, nil),
    Self(
      "s37n3p04", 37, 37, .rgb, 8, 0x920758a4, nil),
    Self(
      "s38i3p04", 38, 38, .rgb, 8, 0xeb3bf324, nil),
    Self(
      "s38n3p04", 38, 38, .rgb, 8, 0xeb3bf324, nil),
    Self(
      "s39i3p04", 39, 39, .rgb, 8, 0xc06d7da1, nil),
    Self(
      "s39n3p04", 39, 39, .rgb, 8, 0xc06d7da1, nil),
    Self(
      "s40i3p04", 40, 40, .rgb, 8, 0x0d4658a0, nil),
    Self(
      "s40n3p04", 40, 40, .rgb, 8, 0x0d4658a0, nil),
    Self(
      "tbbn0g04", 32, 32, .gray, 4, 0x1ace6823, 0xcf1281a7),
    Self(
      "tbbn2c16", 32, 32, .rgb, 16, 0xe519cff0, 0xff670ef0),
    Self(
      "tbbn3p08", 32, 32, .rgb, 8, 0x44764e96, 0x77cd74a8),
    Self(
      "tbgn2c16", 32, 32, .rgb, 16, 0xe519cff0, 0xff670ef0),
    Self(
      "tbgn3p08", 32, 32, .rgb, 8, 0x44764e96, 0x77cd74a8),
    Self(
      "tbrn2c08", 32, 32, .rgb, 8, 0xe519cff0, 0xff670ef0),
    Self(
      "tbwn0g16", 32, 32, .gray, 16, 0xaff10f9c, 0xff670ef0),
    Self(
      "tbwn3p08", 32, 32, .rgb, 8, 0x44764e96, 0x77cd74a8),
    Self(
      "tbyn3p08", 32, 32, .rgb, 8, 0x44764e96, 0x77cd74a8),
    Self(
      "tm3n3p02", 32, 32, .rgb, 8, 0xe7f1a455, 0xb53eaecb),
    Self(
      "tp0n0g08", 32, 32, .gray, 8, 0xc3dda42e, nil),
    Self(
      "tp0n2c08", 32, 32, .rgb, 8, 0xb426b350, nil),
    Self(
      "tp0n3p08", 32, 32, .rgb, 8, 0x15493236, nil),
    Self(
      "tp1n3p08", 32, 32, .rgb, 8, 0x44764e96, 0x77cd74a8),
    Self(
      "z00n2c08", 32, 32, .rgb, 8, 0xf8f7d651, nil),
    Self(
      "z03n2c08", 32, 32, .rgb, 8, 0xf8f7d651, nil),
    Self(
      "z06n2c08", 32, 32, .rgb, 8, 0xf8f7d651, nil),
    Self(
      "z09n2c08", 32, 32, .rgb, 8, 0xf8f7d651, nil),
  ]
}
