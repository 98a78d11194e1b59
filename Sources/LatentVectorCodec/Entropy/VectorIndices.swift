import Codec
import Container
import EntropyCoding
import UniversalQuantization

/// The indices of all pictures of a file, d bytes each, one picture after
/// another: what ``VectorWriter`` writes.
struct VectorIndices: Sendable {
  /// Pictures.
  let count: Int
  /// All of them.
  let values: [UInt8]
  private let latents: Int

  /// Reads the pictures of a file.
  ///
  /// - Throws: ``RDCError/impossibleCount(found:limit:)`` before any memory is
  ///   taken; what `Limits.checkMemory` throws; and ``RDCError/entropy(_:)``
  ///   unless the payload is, to the byte, what the encoder writes for the
  ///   indices that were read.
  init(
    _ file: RDCFile, _ rung: VectorRung, _ limits: Limits
  ) throws(RDCError) {
    let (payload, count) = (file.payload, file.count)
    let limit = rung.coder.pictureLimit(payloadBytes: payload.count)
    guard count <= limit else {
      throw .impossibleCount(found: count, limit: limit)
    }
    try limits.checkMemory(
      VectorMemory(rung, of: file).opening(payload: payload.count))
    latents = rung.latents
    let dither = rung.dither(seed: file.seed)
    var decoder = RangeDecoder(payload)
    var values: [UInt8] = []
    do {
      for number in 0..<count {
        let places = dither.indices(picture: number, 0..<latents)
        values += try rung.coder.decode(dither: places, from: &decoder)
      }
      try decoder.finish()
    } catch {
      throw .entropy(error)
    }
    self.count = Int(count)
    self.values = values
  }

  /// The indices of a picture.
  subscript(picture: Int) -> ArraySlice<UInt8> {
    values[picture * latents..<(picture + 1) * latents]
  }
}
