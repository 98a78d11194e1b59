import Container
import ModelPack

/// Names as a file keeps them: lines of UTF-8, each ended by a newline, in a
/// zstd frame. Both directions; rdc(5) has the rules.
extension PictureNames {
  /// The section that keeps the names; it is optional.
  public var section: Section {
    let lines = names.flatMap { Array($0.utf8) + [Self.newline] }
    return Section(
      .names, isRequired: false, bytes: ZstdFrame.compress(lines))
  }

  /// The names that a file keeps; nil if it keeps none.
  ///
  /// - Throws: ``PictureNamesError``, also unless there are `count` of them.
  public static func read(
    _ file: RDCFile, count: Int
  ) throws(PictureNamesError) -> PictureNames? {
    guard let section = file.section(.names) else { return nil }
    let lines = try lines(of: section, limit: count * (maxBytes + 1))
    // Counted before anything is made of them.
    let found = lines.count { $0 == newline }
    guard found == count else { throw .count(found: found, expected: count) }
    guard lines.last == newline,
      let text = String(validating: lines, as: UTF8.self)
    else { throw .text }
    // By bytes: what follows a newline may combine with it to one character.
    return try PictureNames(
      text.utf8.dropLast().split(
        separator: newline, omittingEmptySubsequences: false
      ).map { String(Substring($0)) })
  }

  /// The bytes that a section of names claims to hold, before it is read: 0
  /// where it claims nothing, and cannot be read either.
  public static func statedBytes(_ section: Section) -> Int {
    section.bytes.withUnsafeBytes {
      (try? ZstdFrame.statedSize($0, limit: .max)) ?? 0
    }
  }

  private static let newline = UInt8(ascii: "\n")

  private static func lines(
    of section: Section, limit: Int
  ) throws(PictureNamesError) -> [UInt8] {
    let result: Result<[UInt8], PackError> = section.bytes.withUnsafeBytes {
      bytes in
      Result { () throws(PackError) in
        try ZstdFrame.decompress(bytes, limit: limit)
      }
    }
    switch result {
    case .success(let lines): return lines
    case .failure(.notAFrame(let reason)): throw .frame(reason: reason)
    case .failure(let error): throw .frame(reason: "\(error)")
    }
  }
}

extension PictureStream {
  /// The section of the names, if there are any.
  ///
  /// - Throws: ``PictureNamesError/count(found:expected:)`` inside
  ///   ``RDCError/codec(_:)`` unless each picture has one.
  public func namesSections() throws(RDCError) -> [Section] {
    guard let names else { return [] }
    guard names.names.count == count else {
      throw .codec(
        PictureNamesError.count(found: names.names.count, expected: count))
    }
    return [names.section]
  }
}
