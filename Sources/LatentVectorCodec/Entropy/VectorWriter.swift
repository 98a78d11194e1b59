import Codec
import EntropyCoding
import UniversalQuantization

/// Writes the indices of pictures, in any number of blocks, to the payload of a
/// latent-vector file. ``VectorIndices`` reads it.
struct VectorWriter {
  /// A payload and its cost.
  struct Payload {
    var bytes: [UInt8]
    var bitCount: Int
    var idealBits: Double
  }

  /// Pictures so far.
  private(set) var count = 0
  private let rung: VectorRung
  private let dither: Dither
  private var encoder = RangeEncoder()
  private var ideal = 0.0

  init(_ rung: VectorRung, seed: UInt64) {
    self.rung = rung
    dither = rung.dither(seed: seed)
  }

  /// Writes the next pictures, d indices each.
  mutating func append(_ indices: [UInt8]) throws(RDCError) {
    let latents = rung.latents
    do {
      for start in stride(from: 0, to: indices.count, by: latents) {
        let picture = Array(indices[start..<start + latents])
        let places = dither.indices(picture: UInt64(count), 0..<latents)
        try rung.coder.encode(picture, dither: places, into: &encoder)
        ideal += try rung.coder.idealBits(picture, dither: places)
        count += 1
      }
    } catch {
      throw .entropy(error)
    }
  }

  /// Closes the payload.
  consuming func finish() -> Payload {
    let payload = encoder.finish()
    return Payload(
      bytes: payload.bytes, bitCount: payload.bitCount, idealBits: ideal)
  }
}
