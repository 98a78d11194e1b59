import CRDC
import RDC

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension rdc_bytes {
  /// A copy of the bytes.
  ///
  /// - Throws: ``InterfaceError`` for a null pointer to some bytes.
  var copied: [UInt8] {
    get throws(InterfaceError) { try copy(bytes, size) }
  }
}

/// A copy of bytes that C passes.
///
/// - Throws: ``InterfaceError`` for a null pointer to some bytes.
func copy(
  _ bytes: UnsafePointer<UInt8>?, _ size: Int
) throws(InterfaceError) -> [UInt8] {
  guard size >= 0 else { throw .argument("a negative size") }
  guard size > 0 else { return [] }
  guard let bytes else { throw .argument("a null pointer to \(size) bytes") }
  return [UInt8](UnsafeBufferPointer(start: bytes, count: size))
}

/// Gives bytes to C, with a zero byte behind them.
///
/// - Throws: ``InterfaceError`` for a null pointer, or if memory is short.
func give(
  _ bytes: [UInt8], to target: UnsafeMutablePointer<rdc_buffer>?
) throws(InterfaceError) {
  guard let target else { throw .argument("nowhere to write to") }
  guard let memory = malloc(bytes.count + 1) else {
    throw InterfaceError(RDCError.outOfMemory(needed: bytes.count))
  }
  let copy = memory.assumingMemoryBound(to: UInt8.self)
  bytes.withUnsafeBufferPointer { source in
    if let first = source.baseAddress {
      copy.update(from: first, count: source.count)
    }
  }
  copy[bytes.count] = 0
  target.pointee = rdc_buffer(bytes: copy, size: bytes.count)
}

/// Frees the bytes and empties the buffer.
@_cdecl("rdc_buffer_free")
public func bufferFree(_ buffer: UnsafeMutablePointer<rdc_buffer>?) {
  guard let buffer else { return }
  free(buffer.pointee.bytes)
  buffer.pointee = rdc_buffer()
}

/// Lets this process keep memory that it frees.
@_cdecl("rdc_memory_keep")
public func keepFreedMemory() { Execution.keepFreedMemory() }
