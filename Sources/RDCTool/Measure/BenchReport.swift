import Metrics
import StrictJSON

/// Results in the JSON schema of CompressAI's `bench` and result files.
///
/// Source: CompressAI, `compressai/utils/bench/__main__.py` and
/// `results/image/*/*.json`: a name, a description and one array a figure, with
/// one entry an operating point.
struct BenchReport: Sendable, Equatable {
  /// The array of bits a pixel: file size on disk · 8 / pixels.
  static let bitsPerPixel = "bpp"
  /// The array of mean seconds to encode a picture.
  static let encodingTime = "encoding_time"
  /// The array of mean seconds to decode a picture.
  static let decodingTime = "decoding_time"

  /// Name of the codec or model.
  var name: String
  /// Inference or settings, in words.
  var description: String
  /// One array a figure, all of the same length; a figure that was not
  /// measured is left out.
  var results: [String: [Double]]

  /// Takes a name, a description and the figures.
  init(name: String, description: String, results: [String: [Double]]) {
    self.name = name
    self.description = description
    self.results = results
  }

  /// Reads a file; arrays of anything but numbers are passed over.
  ///
  /// - Throws: `JSONError` unless it has a name and results.
  init(_ json: JSONValue) throws(JSONError) {
    name = try json.member("name").string()
    description = try json.member(ifPresent: "description")?.string() ?? ""
    results = [:]
    for (key, list) in try json.member("results").members() {
      var values: [Double] = []
      for element in try list.elements() {
        values.append(try element.number())
      }
      results[key] = values
    }
  }

  /// Whether every figure has one entry a point and every entry is a number
  /// that JSON can hold (an infinite PSNR of a lossless point is not).
  ///
  /// - Throws: `MetricError.countMismatch`, `notFinite`.
  func validate() throws(MetricError) {
    let points = results.values.map(\.count).max() ?? 0
    for (key, values) in results.sorted(by: { $0.key < $1.key }) {
      guard values.count == points else {
        throw .countMismatch(what: key, expected: points, found: values.count)
      }
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(what: key, index: index)
      }
    }
  }

  /// The file: members sorted, so equal results give equal bytes.
  ///
  /// - Throws: what ``validate()`` throws.
  func json() throws(MetricError) -> JSON {
    try validate()
    return [
      "name": .string(name), "description": .string(description),
      "results": JSON(results) { .array($0.map(JSON.number)) },
    ]
  }
}
