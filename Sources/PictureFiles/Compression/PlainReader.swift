import Support

/// The bytes of a file piece by piece, with gzip undone where the file has it,
/// in a fixed amount of memory.
struct PlainReader: ~Copyable {
  private var file: FileReader
  private let isGzipped: Bool
  /// The member that is being read; nil between two.
  private var inflater: Inflater?
  /// Compressed bytes, and how many there were before them.
  private var input: ArraySlice<UInt8> = []
  private var offset = 0
  /// Plain bytes that were not asked for yet.
  private var plain: [UInt8]

  /// So many compressed bytes, inflated at once, fit into any memory: deflate
  /// makes at most a thousand of one.
  private static let piece = 1 << 12

  init(_ file: consuming FileReader) throws(ImageError) {
    let head: [UInt8]
    do { head = try file.next(3) } catch { throw .file(error) }
    self.file = file
    isGzipped = Gzip.isGzip(head)
    if isGzipped { input = head[...] }
    plain = isGzipped ? [] : head
  }

  /// How many bytes there are in all; nil where only the end will tell.
  var size: Int? { isGzipped ? nil : file.size }

  /// The next bytes: `count` of them, fewer only at the end.
  ///
  /// - Throws: ``ImageError/file(_:)``, or an error of ``Gzip``.
  mutating func next(_ count: Int) throws(ImageError) -> [UInt8] {
    if isGzipped {
      while plain.count < count, try inflate() {}
    } else if plain.count < count {
      plain += try read(count - plain.count)
    }
    guard plain.count > count else {
      defer { plain = [] }
      return plain
    }
    defer { plain.removeFirst(count) }
    return Array(plain[..<count])
  }

  /// Inflates a piece more; false at the end of the file.
  private mutating func inflate() throws(ImageError) -> Bool {
    if input.isEmpty {
      input = try read(Self.piece)[...]
      guard !input.isEmpty else {
        guard inflater == nil else {
          throw .truncated(offset: offset, needed: 1, available: 0)
        }
        return false
      }
    }
    if inflater == nil { inflater = try Inflater(.gzip) }
    guard var member = inflater.take() else { return false }
    var given: [UInt8] = []
    let used: Int
    let ended: Bool
    do throws(ImageError) {
      (used, ended) = try member.inflate(input) { given += $0 }
    } catch {
      guard case .corruptStream(let place, let reason) = error else {
        throw error
      }
      throw .corruptStream(
        offset: offset + place - input.startIndex, reason: reason)
    }
    plain += given
    input = input.dropFirst(used)
    offset += used
    if !ended { inflater = consume member }
    return true
  }

  private mutating func read(_ count: Int) throws(ImageError) -> [UInt8] {
    do { return try file.next(count) } catch { throw .file(error) }
  }
}
