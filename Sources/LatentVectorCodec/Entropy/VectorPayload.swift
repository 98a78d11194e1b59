import Codec
import EntropyCoding

/// The payload of a latent-vector file: indices to bytes, and the inverse.
enum VectorPayload {
  /// A payload and its cost.
  struct Encoded {
    var bytes: [UInt8]
    var bitCount: Int
    var idealBits: Double
  }

  static func encode(
    _ indices: [[UInt8]], rung: VectorRung, seed: UInt64
  ) throws(RDCError) -> Encoded {
    let dither = rung.dither(seed: seed)
    var encoder = RangeEncoder()
    var ideal = 0.0
    do {
      for (number, picture) in indices.enumerated() {
        let places = dither.indices(picture: UInt64(number), 0..<rung.latents)
        try rung.coder.encode(picture, dither: places, into: &encoder)
        ideal += try rung.coder.idealBits(picture, dither: places)
      }
    } catch {
      throw .entropy(error)
    }
    let payload = encoder.finish()
    return Encoded(
      bytes: payload.bytes, bitCount: payload.bitCount, idealBits: ideal)
  }

  /// Reads `count` pictures.
  ///
  /// - Throws: ``RDCError/impossibleCount(found:limit:)`` before any memory is
  ///   taken, ``RDCError/entropy(_:)`` unless the payload is, to the byte, what
  ///   the encoder writes for the indices that were read.
  static func decode(
    _ payload: [UInt8], count: UInt64, rung: VectorRung, seed: UInt64
  ) throws(RDCError) -> [[UInt8]] {
    let limit = rung.coder.pictureLimit(payloadBytes: payload.count)
    guard count <= limit else {
      throw .impossibleCount(found: count, limit: limit)
    }
    let dither = rung.dither(seed: seed)
    var decoder = RangeDecoder(payload)
    var pictures: [[UInt8]] = []
    do {
      for number in 0..<count {
        let places = dither.indices(picture: number, 0..<rung.latents)
        pictures.append(
          try rung.coder.decode(dither: places, from: &decoder))
      }
      try decoder.finish()
    } catch {
      throw .entropy(error)
    }
    return pictures
  }
}
