import RDC
import Support

/// An IDX file that is written piece by piece, gzipped where that is asked for.
struct IDXOutput: ~Copyable {
  private var file: PendingFile
  private var gzip: GzipDeflater?

  init(_ path: String, isGzipped: Bool, force: Bool) throws {
    // A type that cannot be copied is made at once, or not at all.
    var packed: GzipDeflater?
    if isGzipped { packed = try GzipDeflater() }
    file = try OutputFile.begin(path, force: force)
    gzip = packed
  }

  /// Appends bytes of the plain file.
  mutating func write(_ bytes: [UInt8]) throws {
    try file.write(gzip?.deflate(bytes, isLast: false) ?? bytes)
  }

  /// Ends the file and gives it its name.
  consuming func publish() throws {
    if let end = try gzip?.deflate([], isLast: true) { try file.write(end) }
    try file.publish()
  }
}
