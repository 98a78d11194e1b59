/// A `.rdc` file whose entropy-coded part is decoded and checked.
public protocol OpenedFile: Sendable {
  /// How many pictures it holds.
  var count: Int { get }
  /// Pixels in a row of each.
  var width: Int { get }
  /// Rows of each.
  var height: Int { get }

  /// What only this kind of file has to tell, for `rdc info`.
  ///
  /// - Throws: ``RDCError``, if the facts have to be worked out.
  func facts() throws(RDCError) -> [Fact]

  /// Loads a head, once for any number of readings.
  ///
  /// - Parameters:
  ///   - head: one of the model's.
  ///   - strength: 0 is the distortion head, 1 the chosen one.
  /// - Returns: what reads pictures with that head.
  /// - Throws: ``RDCError/missingHead(_:model:known:)`` or
  ///   ``RDCError/pack(_:)``.
  func reader(
    of head: Head, strength: Float
  ) throws(RDCError) -> any HeadReader

  /// What the bits say the pictures show.
  ///
  /// - Parameters:
  ///   - pick: one picture alone, or all of them.
  ///   - execution: how to compute.
  /// - Returns: a row of probabilities for each picture.
  /// - Throws: ``RDCError/missingClassifier(model:)``,
  ///   ``RDCError/noSuchPicture(index:count:)``.
  func classify(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> Classification
}

extension OpenedFile {
  /// One picture.
  public var count: Int { 1 }

  /// None.
  public func facts() -> [Fact] { [] }

  /// Nothing.
  ///
  /// - Throws: ``RDCError/missingClassifier(model:)``.
  public func classify(
    pick: Int?, _ execution: Execution
  ) throws(RDCError) -> Classification {
    throw .missingClassifier(model: "of this file")
  }

  /// The places of all pictures, or of one.
  ///
  /// - Throws: ``RDCError/noSuchPicture(index:count:)``.
  public func places(_ pick: Int?) throws(RDCError) -> Range<Int> {
    guard let pick else { return 0..<count }
    guard (0..<count).contains(pick) else {
      throw .noSuchPicture(index: pick, count: count)
    }
    return pick..<pick + 1
  }

  /// The places themselves, if the file has them.
  ///
  /// - Throws: ``RDCError/noSuchPicture(index:count:)``.
  public func check(_ places: Range<Int>) throws(RDCError) -> Range<Int> {
    guard places.lowerBound >= 0 else {
      throw .noSuchPicture(index: places.lowerBound, count: count)
    }
    guard places.upperBound <= count else {
      throw .noSuchPicture(index: count, count: count)
    }
    return places
  }
}
