/// A head of a file, with its networks loaded.
public protocol HeadReader: Sendable {
  /// The pictures as the head reads them.
  ///
  /// - Parameters:
  ///   - pick: one picture alone, or all of them.
  ///   - execution: how to compute.
  /// - Returns: the pictures, in the order of the file.
  /// - Throws: ``RDCError/noSuchPicture(index:count:)``, or an error of the
  ///   pack.
  func pictures(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> PictureSet

  /// Some neighbours of a set, so that one of any length can be read in the
  /// memory of a block.
  ///
  /// - Throws: as ``pictures(pick:_:)``.
  func pictures(
    in range: Range<Int>, _ execution: Execution
  ) throws(RDCError) -> PictureSet
}

extension HeadReader {
  /// Reads one picture after the other.
  ///
  /// - Throws: as ``pictures(pick:_:)``.
  public func pictures(
    in range: Range<Int>, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    var sets: [PictureSet] = []
    for index in range { sets.append(try pictures(pick: index, execution)) }
    return try PictureSet(joining: sets)
  }
}
