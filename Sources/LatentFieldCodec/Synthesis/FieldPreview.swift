import Codec
import Container
import PictureFiles

/// A file of a latent field of which the cells alone are decoded: enough for an
/// eighth of the picture's size and less.
struct FieldPreview: OpenedFile {
  let width: Int
  let height: Int
  private let header: FieldHeader
  private let scale: Int
  private let cells: FieldCells
  private let alpha: [UInt8]?
  private let metadata: Metadata

  /// Decodes the cells, for an eighth (8) or less.
  init(
    _ header: FieldHeader, scale: Int, _ limits: Limits, _ execution: Execution
  ) throws(RDCError) {
    self.header = header
    self.scale = scale
    let geometry = header.geometry
    try limits.checkMemory(
      FieldMemory(
        geometry: geometry, contexts: header.model.coarse,
        plan: header.payload.plan, threads: execution.threads
      ).previewing(hasAlpha: header.file.section(.alpha) != nil))
    width = FieldGeometry.side(geometry.width, scale: scale)
    height = FieldGeometry.side(geometry.height, scale: scale)
    metadata = try FieldSections.metadata(of: header.file)
    alpha = try FieldSections.alpha(of: header.file, geometry, scale: scale)
    cells = try FieldCells(
      header.payload, header.model, geometry, quality: header.quality,
      seed: header.file.seed, execution: execution)
  }

  func reader(
    of head: Head, strength: Float
  ) throws(RDCError) -> any HeadReader {
    try header.model.check(head)
    return Reader(file: self)
  }

  /// What all heads have in common: the colours of the means.
  private struct Reader: HeadReader {
    let file: FieldPreview

    func pictures(
      pick: Int?, _ execution: Execution
    ) throws(RDCError) -> PictureSet {
      _ = try file.places(pick)
      let header = file.header
      let colours = try BlockColours(
        header.model, quality: header.quality, execution: execution)
      return PictureSet(
        Picture(
          width: file.width, height: file.height,
          colorSpace: header.isGray ? .gray : .rgb,
          samples: colours.samples(
            of: file.cells.means, header.geometry, scale: file.scale,
            isGray: header.isGray),
          alpha: file.alpha, metadata: file.metadata))
    }
  }
}
