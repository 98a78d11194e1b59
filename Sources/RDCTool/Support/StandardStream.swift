import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard output and standard error, without a buffer.
enum StandardStream: Sendable {
  case output
  case error

  private var descriptor: FileDescriptor {
    switch self {
    case .output: .standardOutput
    case .error: .standardError
    }
  }

  /// Whether a person sees it.
  var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

  /// Writes all bytes.
  ///
  /// - Throws: a ``FileFailure`` with the system's reason.
  func write(_ bytes: some Sequence<UInt8>) throws {
    do {
      try descriptor.writeAll(bytes)
    } catch {
      throw FileFailure(path: "standard \(self)", reason: "\(error)")
    }
  }
}
