/// An array that several threads fill, each its own part.
public struct SharedBuffer<Element: BitwiseCopyable & Sendable>: Sendable {
  /// `nonisolated(unsafe)`: the users write disjoint parts, and read nothing
  /// before all of them are done.
  @usableFromInline
  nonisolated(unsafe) let base: UnsafeMutablePointer<Element>
  /// Elements of the whole array.
  public let count: Int

  @inlinable
  init(_ base: UnsafeMutablePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  /// An array of `count` elements, all of which `body` writes.
  ///
  /// Its memory is not touched before that: what fails early, such as a file
  /// that claims more than it holds, takes none.
  ///
  /// - Throws: what `body` throws.
  @inlinable
  public static func fill<Failure: Error>(
    _ count: Int, _ body: (SharedBuffer) throws(Failure) -> Void
  ) throws(Failure) -> [Element] {
    var result: Result<Void, Failure> = .success(())
    let elements = [Element](unsafeUninitializedCapacity: count) {
      buffer, filled in
      guard let base = buffer.baseAddress else { return }
      result = Result { () throws(Failure) in
        try body(SharedBuffer(base, count: count))
      }
      if case .success = result { filled = count }
    }
    try result.get()
    return elements
  }

  /// The elements from a place on.
  ///
  /// - Precondition: `range` lies within the array.
  @inlinable
  public func part(_ range: Range<Int>) -> UnsafeMutablePointer<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return base + range.lowerBound
  }
}
