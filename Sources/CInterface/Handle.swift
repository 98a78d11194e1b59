/// An object that C holds by a pointer.
///
/// C keeps one reference for each pointer, which ``release(_:)`` takes back.
protocol Handle: AnyObject, Sendable {}

extension Handle {
  /// A pointer for C, which now keeps the object.
  var retained: OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  /// The object behind a pointer that C passes.
  ///
  /// - Throws: ``InterfaceError`` for a null pointer.
  static func at(_ pointer: OpaquePointer?) throws(InterfaceError) -> Self {
    guard let pointer else {
      throw .argument("a null pointer where a handle is needed")
    }
    return Unmanaged<Self>.fromOpaque(UnsafeRawPointer(pointer))
      .takeUnretainedValue()
  }

  /// Gives up C's reference.
  static func release(_ pointer: OpaquePointer?) {
    guard let pointer else { return }
    Unmanaged<Self>.fromOpaque(UnsafeRawPointer(pointer)).release()
  }
}
