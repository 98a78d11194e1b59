#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whether memory can be had, asked before much of it is taken: an allocation
/// that fails in the middle of the work ends the process without a word.
public enum AvailableMemory {
  /// Whether the system would give so many bytes now, under the limits of this
  /// process (`ulimit -v`) too. Nothing is kept.
  public static func has(_ bytes: Int) -> Bool {
    // Less than this is asked for all the time.
    guard bytes > 1 << 20 else { return true }
    let memory = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { return false }
    munmap(memory, bytes)
    return true
  }
}
