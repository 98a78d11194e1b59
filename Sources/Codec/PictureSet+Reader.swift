/// Pictures that are there already, for heads that have nothing to compute.
extension PictureSet: HeadReader {
  /// The pictures themselves.
  ///
  /// - Throws: ``RDCError/noSuchPicture(index:count:)``.
  public func pictures(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> PictureSet {
    guard let pick else { return self }
    guard (0..<count).contains(pick) else {
      throw .noSuchPicture(index: pick, count: count)
    }
    return count == 1 ? self : PictureSet(picture(at: pick))
  }
}
