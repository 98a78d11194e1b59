import CRDC

/// A structure of C that begins with its own size, as its caller knows it.
///
/// Only structures of plain numbers and pointers may conform.
protocol SizedStructure {
  /// All members 0.
  init()
  /// The bytes that the caller knows.
  var struct_size: Int { get set }
}

extension rdc_codec_options: SizedStructure {}
extension rdc_encode_options: SizedStructure {}
extension rdc_decode_options: SizedStructure {}
extension rdc_pictures: SizedStructure {}
extension rdc_outline: SizedStructure {}

extension SizedStructure {
  /// More than any version of a structure has.
  private static var sizeLimit: Int { 4096 }

  /// The structure at a pointer. Members that an older caller does not know
  /// are 0.
  ///
  /// - Throws: ``InterfaceError`` for an impossible size, and where a newer
  ///   caller sets what this version does not know.
  init(reading pointer: UnsafePointer<Self>) throws(InterfaceError) {
    let known = MemoryLayout<Self>.size
    let raw = UnsafeRawPointer(pointer)
    let size = raw.load(as: Int.self)
    guard (MemoryLayout<Int>.size...Self.sizeLimit).contains(size) else {
      throw .argument("a struct_size of \(size)")
    }
    let bytes = UnsafeRawBufferPointer(start: raw, count: size)
    guard bytes.dropFirst(known).allSatisfy({ $0 == 0 }) else {
      throw .argument("an option that this version does not know")
    }
    self.init()
    withUnsafeMutableBytes(of: &self) {
      $0.copyBytes(from: bytes.prefix(known))
    }
  }

  /// Writes as much of the structure as the caller knows.
  ///
  /// - Throws: ``InterfaceError`` for a null pointer or an impossible size.
  func write(to pointer: UnsafeMutablePointer<Self>?) throws(InterfaceError) {
    guard let pointer else { throw .argument("nowhere to write to") }
    let raw = UnsafeMutableRawPointer(pointer)
    let size = raw.load(as: Int.self)
    guard (MemoryLayout<Int>.size...Self.sizeLimit).contains(size) else {
      throw .argument("a struct_size of \(size)")
    }
    var written = self
    written.struct_size = size
    withUnsafeBytes(of: &written) {
      UnsafeMutableRawBufferPointer(start: raw, count: size)
        .copyBytes(from: $0.prefix(size))
    }
  }
}
