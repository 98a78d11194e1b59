import Codec

/// Decides or reads the symbols of a group at a position; both directions walk
/// the same way.
protocol FieldCoder {
  /// Codes the flag, where the group has one, and behind a raised one the
  /// symbols, which it leaves in `context.symbols`.
  ///
  /// - Parameters:
  ///   - context: what is known at the place.
  ///   - group: the group's number in the tables of flags.
  ///   - flag: the class of the flag.
  /// - Returns: whether the flag is raised; true without flag.
  /// - Throws: an ``RDCError`` for a stream that ends too early.
  mutating func code(
    _ context: ContextReader, group: Int, flag: Int
  ) throws(RDCError) -> Bool
}
