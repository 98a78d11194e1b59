import Support

/// The contents of IHDR (PNG, third edition, 11.2.1).
struct PNGHeader: Equatable {
  /// What a pixel of the file consists of; the raw value is the colour type.
  enum Kind: UInt8 {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgbAlpha = 6

    /// Samples a pixel in the file.
    var channels: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }

    /// Bits that a sample may have.
    var bitDepths: [Int] {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .grayAlpha, .rgbAlpha: [8, 16]
      }
    }

    var hasAlpha: Bool { self == .grayAlpha || self == .rgbAlpha }

    /// The colour model of the decoded picture.
    var colorModel: ColorModel {
      self == .gray || self == .grayAlpha ? .gray : .rgb
    }
  }

  var width: Int
  var height: Int
  var bitDepth: Int
  var kind: Kind
  var isInterlaced: Bool

  /// Reads the header from its chunk.
  static func parse(_ chunk: PNGChunk) throws(ImageError) -> PNGHeader {
    try chunk.expect(size: 13)
    let data = Array(chunk.data)
    let width = data[0..<4].bigEndianUInt32
    let height = data[4..<8].bigEndianUInt32
    let sides = UInt32(1)...UInt32(Int32.max)
    guard sides.contains(width), sides.contains(height) else {
      throw chunk.invalid("the size is \(width)x\(height)")
    }
    guard let kind = Kind(rawValue: data[9]) else {
      throw chunk.invalid("the colour type is \(data[9])")
    }
    guard kind.bitDepths.contains(Int(data[8])) else {
      throw chunk.invalid(
        "the bit depth is \(data[8]) for colour type \(kind.rawValue)")
    }
    guard data[10] == 0 else {
      throw chunk.invalid("the compression method is \(data[10])")
    }
    guard data[11] == 0 else {
      throw chunk.invalid("the filter method is \(data[11])")
    }
    guard data[12] <= 1 else {
      throw chunk.invalid("the interlace method is \(data[12])")
    }
    return PNGHeader(
      width: Int(width), height: Int(height), bitDepth: Int(data[8]),
      kind: kind, isInterlaced: data[12] == 1)
  }

  /// The header's chunk; the inverse of ``parse``.
  func serialize() -> [UInt8] {
    var data: [UInt8] = []
    data.append(bigEndian: UInt32(truncatingIfNeeded: width))
    data.append(bigEndian: UInt32(truncatingIfNeeded: height))
    data += [
      UInt8(truncatingIfNeeded: bitDepth), kind.rawValue, 0, 0,
      isInterlaced ? 1 : 0,
    ]
    return PNGChunk(type: "IHDR", data: data[...]).serialize()
  }

  /// Bytes of the filtered rows, before compression: for each row of each pass
  /// the filter's number and the packed samples. Saturates.
  var filteredSize: Int {
    guard isInterlaced else { return Self.size(width, height, bitsPerPixel) }
    // Adam7: first column and row, and distances (PNG, third edition, 8.1).
    let passes = [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
      (1, 0, 2, 2), (0, 1, 1, 2),
    ]
    return passes.reduce(0) { total, pass in
      let (x, y, dx, dy) = pass
      let part = Self.size(
        (width - x + dx - 1) / dx, (height - y + dy - 1) / dy, bitsPerPixel)
      let (sum, overflow) = total.addingReportingOverflow(part)
      return overflow ? .max : sum
    }
  }

  private var bitsPerPixel: Int { bitDepth * kind.channels }

  private static func size(_ width: Int, _ height: Int, _ bits: Int) -> Int {
    guard width > 0, height > 0 else { return 0 }
    // Sides have 31 bits, so a row has at most 2³⁴ bytes.
    return checkedProduct(height, (width * bits + 7) / 8 + 1) ?? .max
  }
}
