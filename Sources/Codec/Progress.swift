/// How far an encoder has come.
public struct Progress: Sendable, Equatable {
  /// Steps that are done: pictures, or parts of one.
  public var done: Int
  /// All of them, or about as many as it takes.
  public var total: Int

  /// So many of so many.
  public init(_ done: Int, of total: Int) {
    self.done = done
    self.total = total
  }
}
