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

  /// The picture with its alpha and metadata.
  func pictures(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    _ = try file.places(pick)
    let samples = try synthesis.samples(
      of: file.latents, geometry: file.geometry, seed: file.file.seed,
      statement: file.statement, isGray: file.isGray, execution: execution)
    return PictureSet(
      Picture(
        width: file.width, height: file.height,
        colorSpace: file.isGray ? .gray : .rgb, samples: samples,
        alpha: file.alpha, metadata: file.metadata))
  }
}
