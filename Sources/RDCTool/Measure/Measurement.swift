/// Real bytes and every reading of them; the JSON of `rdc measure`.
struct Measurement: Codable, Sendable {
  /// The version of this JSON.
  var version = 1
  var model: String
  var fingerprint: String
  var pictures: Int
  /// The rung's nominal bits a picture.
  var nominalBits: Double
  var fileBytes: Int
  /// Bits a picture of the whole file, of its payload, and Σ −log2 P.
  var fileBits: Double
  var payloadBits: Double
  var idealBits: Double
  /// Accuracy of the labels that `rdc classify` reads from the bits.
  var labelAccuracy: Double?
  /// The originals first, then the heads. The originals' distances are those
  /// between two halves of them: the floor that no method can be asked to
  /// stay below.
  var heads: [HeadFigures]
}
