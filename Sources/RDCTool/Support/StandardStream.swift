#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard output and standard error, without a buffer.
enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether a person sees it.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all bytes.
  ///
  /// - Throws: a ``FileFailure`` with the system's reason.
  func write(_ bytes: some Collection<UInt8>) throws {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { buffer in
        systemWrite(buffer)
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw FileFailure(
          path: "standard \(self)", reason: String(cString: strerror(errno)))
      }
    }
  }

  private func systemWrite(_ buffer: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(rawValue, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.write(rawValue, buffer.baseAddress, buffer.count)
    #else
      Glibc.write(rawValue, buffer.baseAddress, buffer.count)
    #endif
  }
}
