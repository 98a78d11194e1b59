import Codec
import PictureFiles

/// A head of a file of a latent field, with its graphs loaded.
struct FieldHeadReader: HeadReader {
  private let file: FieldFile
  private let synthesis: FieldSynthesis

  init(_ file: FieldFile, _ synthesis: FieldSynthesis) {
    self.file = file
    self.synthesis = synthesis
  }

  /// The picture with its alpha and metadata; a smaller one is made of the
  /// means of the whole one's pixels.
  func pictures(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    _ = try file.places(pick)
    let header = file.header
    try file.checkMemory(
      painting: synthesis.memory(
        of: file.latents, geometry: header.geometry, statement: file.statement,
        execution: execution), threads: execution.threads)
    let samples = try synthesis.samples(
      of: file.latents, geometry: header.geometry, seed: header.file.seed,
      statement: file.statement, isGray: header.isGray, execution: execution)
    return PictureSet(
      Picture(
        width: file.width, height: file.height,
        colorSpace: header.isGray ? .gray : .rgb,
        samples: header.geometry.reduced(
          samples, channels: header.isGray ? 1 : 3, scale: file.scale),
        alpha: file.alpha, metadata: file.metadata))
  }
}
