import Codec

/// A block of pictures as the search reads them.
struct SeenPictures: Sendable {
  let pictures: PictureSet
  /// Samples on [0, 1].
  let values: [Float]
  /// What the guide classifier sees in each; none without a guide.
  let labels: [Int]

  init(
    _ pictures: PictureSet, _ guide: VectorClassifier?, _ execution: Execution
  ) throws(RDCError) {
    self.pictures = pictures
    values = SampleScale.values(pictures.samples)
    labels = try guide?.likeliest(values, execution: execution) ?? []
  }
}
