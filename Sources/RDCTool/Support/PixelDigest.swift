import RDC
import Support

/// SHA-256 of the samples of all pictures, as `Fixtures/conformance` tells it:
/// a byte each in the order picture, row, column, channel, without alpha.
struct PixelDigest: Equatable, CustomStringConvertible {
  /// 64 hexadecimal digits, the letters small.
  let description: String

  /// Takes digits as people write them; nil unless there are 64.
  init?(_ text: String) {
    guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else {
      return nil
    }
    description = text.lowercased()
  }

  /// The digest of a picture.
  init(_ picture: Picture) { description = SHA256.digest(picture.samples) }

  /// The digest of a set, which is read a block at a time.
  init(_ pictures: DecodedPictures) throws {
    var hash = SHA256()
    for block in pictures.blocks {
      hash.update(try pictures.read(block).samples)
    }
    description = hash.digest()
  }

  /// Compares it with that of the pixels of a head.
  ///
  /// - Throws: ``FileFailure`` with both, unless they agree.
  func check(_ found: PixelDigest, of path: String, head: Head) throws {
    guard found == self else {
      throw FileFailure(
        path: path,
        reason: "the pixels of the \(head) head have the digest \(found), "
          + "expected \(self)")
    }
  }
}
