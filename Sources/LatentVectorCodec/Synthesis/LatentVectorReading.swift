import Codec
import PictureFiles

/// A head of a file, with its graphs loaded.
public struct LatentVectorReading: Sendable {
  private let decoder: LatentVectorDecoder
  private let head: VectorHead
  private let height: Int
  private let width: Int

  init(
    _ decoder: LatentVectorDecoder, _ head: VectorHead
  ) throws(RDCError) {
    self.decoder = decoder
    self.head = head
    let format = try decoder.model.latentVector().picture
    (height, width) = (format.height, format.width)
  }

  /// The pictures as the head reads them.
  ///
  /// - Parameter pick: one picture alone, or all of them.
  public func pictures(
    pick: Int? = nil, execution: Execution
  ) throws(RDCError) -> IDXImages {
    let numbers = try decoder.numbers(pick)
    let samples = try head.samples(
      numbers.map { decoder.indices[$0] }, numbers: numbers,
      execution: execution)
    return IDXImages(
      count: numbers.count, height: height, width: width, samples: samples)
  }
}
