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
  /// What the allocator and the threads' stacks reserve beside what they give,
  /// which counts where addresses are limited.
  private static let reserve = 48 << 20

  /// Whether the system would give so many bytes now, under the limits of this
  /// process (`ulimit -v`) too. Nothing is kept.
  public static func has(_ bytes: Int) -> Bool {
    // Less than this is asked for all the time.
    guard bytes > 1 << 20 else { return true }
    let (size, overflow) = bytes.addingReportingOverflow(bytes / 4 + reserve)
    guard !overflow else { return false }
    let memory = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { return false }
    munmap(memory, size)
    return true
  }
}
