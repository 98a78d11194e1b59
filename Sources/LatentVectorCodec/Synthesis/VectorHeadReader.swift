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
    try read(
      file.places(pick), execution,
      isSingle: pick != nil || file.file.face == .compact)
  }

  func pictures(
    in range: Range<Int>, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    try read(file.check(range), execution, isSingle: false)
  }

  private func read(
    _ places: Range<Int>, _ execution: Execution, isSingle: Bool
  ) throws(RDCError) -> PictureSet {
    try file.checkMemory(of: head, pictures: places.count, execution)
    return PictureSet(
      count: places.count, width: file.width, height: file.height,
      colorSpace: .gray,
      samples: try head.samples(file.indices, places, execution: execution),
      isSingle: isSingle)
  }
}
