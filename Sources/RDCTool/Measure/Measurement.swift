/// Real bytes and every reading of them; the JSON of `rdc measure`.
struct Measurement: Codable, Sendable {
  /// The version of this JSON.
  var version = 1
  var model: String
  var fingerprint: String
  var pictures: Int
  var width: Int
  var height: Int
  /// The model's names of the labels.
  var labels: [String]
  var rung: Int
  /// The rung's nominal bits a picture.
  var nominalBits: Double
  var fileBytes: Int
  var payloadBytes: Int
  /// Bits a picture of the whole file, of all in it but the payload, of the
  /// payload, and Σ −log2 P.
  var fileBits: Double
  var headerBits: Double
  var payloadBits: Double
  var idealBits: Double
  /// Seconds for all pictures, wall clock: to encode, and to decode and write
  /// with the first head.
  var encodeSeconds: Double
  var decodeSeconds: Double
  /// Accuracy of the labels that `rdc classify` reads from the bits.
  var labelAccuracy: Double?
  /// The originals first, then the heads. The originals' distances are those
  /// between two halves of them: the floor that no method can be asked to
  /// stay below.
  var heads: [HeadFigures]
  /// The heads at strengths below 1, if that was asked for.
  var dial: [HeadFigures]
}
