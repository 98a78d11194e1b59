extension Int {
  /// The number with what it counts: `1 byte`, `8 bytes`. The unit is that of
  /// one; an s makes it several.
  public func of(_ unit: String) -> String {
    "\(self) \(unit)" + (self == 1 ? "" : "s")
  }
}
