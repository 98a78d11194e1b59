import Codec

/// A head of a file of latent vectors, with its graphs loaded.
struct VectorHeadReader: HeadReader {
  private let file: VectorFile
  private let head: VectorHead

  init(_ file: VectorFile, _ head: VectorHead) {
    self.file = file
    self.head = head
  }

  func pictures(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    let places = try file.places(pick)
    let samples = try head.samples(
      places.map { file.indices[$0] }, numbers: places, execution: execution)
    return PictureSet(
      count: places.count, width: file.width, height: file.height,
      colorSpace: .gray, samples: samples,
      isSingle: pick != nil || file.file.face == .compact)
  }
}
