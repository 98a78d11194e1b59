#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Results in the JSON schema of CompressAI's `bench` and result files.
///
/// Source: CompressAI, `compressai/utils/bench/__main__.py` and
/// `results/image/*/*.json`: a name, a description and one array a figure, with
/// one entry an operating point.
public struct BenchReport: Sendable, Equatable, Codable {
  /// Name of the codec or model.
  public var name: String
  /// Inference or settings, in words.
  public var description: String
  /// The figures.
  public var results: Results

  /// One array a figure, all of the same length; a figure that was not measured
  /// is empty and left out of the file.
  public struct Results: Sendable, Equatable, Codable {
    /// Bits a pixel: file size on disk · 8 / pixels.
    public var bitsPerPixel: [Double]
    /// Mean of the pictures' PSNR over all channels, decibels.
    public var psnr: [Double]
    /// Mean MS-SSIM of the pictures, mean over channels.
    public var multiScaleSSIM: [Double]
    /// Mean seconds to encode a picture.
    public var encodingTime: [Double]
    /// Mean seconds to decode a picture.
    public var decodingTime: [Double]

    enum CodingKeys: String, CodingKey {
      case bitsPerPixel = "bpp"
      case psnr = "psnr-rgb"
      case multiScaleSSIM = "ms-ssim-rgb"
      case encodingTime = "encoding_time"
      case decodingTime = "decoding_time"
    }

    /// Takes the arrays.
    public init(
      bitsPerPixel: [Double] = [], psnr: [Double] = [],
      multiScaleSSIM: [Double] = [], encodingTime: [Double] = [],
      decodingTime: [Double] = []
    ) {
      self.bitsPerPixel = bitsPerPixel
      self.psnr = psnr
      self.multiScaleSSIM = multiScaleSSIM
      self.encodingTime = encodingTime
      self.decodingTime = decodingTime
    }

    /// Reads the arrays; an absent one is empty.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      func array(_ key: CodingKeys) throws -> [Double] {
        try values.decodeIfPresent([Double].self, forKey: key) ?? []
      }
      self.init(
        bitsPerPixel: try array(.bitsPerPixel), psnr: try array(.psnr),
        multiScaleSSIM: try array(.multiScaleSSIM),
        encodingTime: try array(.encodingTime),
        decodingTime: try array(.decodingTime))
    }

    /// Writes the arrays that hold something.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      for (key, array) in figures where !array.isEmpty {
        try values.encode(array, forKey: key)
      }
    }

    var figures: [(key: CodingKeys, values: [Double])] {
      [
        (.bitsPerPixel, bitsPerPixel), (.psnr, psnr),
        (.multiScaleSSIM, multiScaleSSIM), (.encodingTime, encodingTime),
        (.decodingTime, decodingTime),
      ]
    }
  }

  /// Takes a name, a description and the figures.
  public init(name: String, description: String, results: Results) {
    self.name = name
    self.description = description
    self.results = results
  }

  /// Whether every figure has one entry a point and every entry is a number
  /// that JSON can hold (an infinite PSNR of a lossless point is not).
  ///
  /// - Throws: `MetricError.countMismatch`, `notFinite`.
  public func validate() throws(MetricError) {
    let points = results.figures.map { $0.values.count }.max() ?? 0
    for (key, values) in results.figures where !values.isEmpty {
      guard values.count == points else {
        throw .countMismatch(
          what: key.rawValue, expected: points, found: values.count)
      }
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(what: key.rawValue, index: index)
      }
    }
  }

  /// The file: keys sorted, so equal results give equal bytes.
  ///
  /// - Throws: what `validate` or the JSON encoder throws.
  public func json() throws -> [UInt8] {
    try validate()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
    ]
    return Array(try encoder.encode(self))
  }
}
