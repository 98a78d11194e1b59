import Codec
import Container
import StrictJSON
import Support

/// What a `.rdc` file is made of, and where its bits went.
public struct FileReport: Sendable {
  /// Bytes of the file.
  public let bytes: Int
  /// The file, decoded as far as all heads have it in common.
  public let decoder: Decoder
  /// What only this kind of file has to tell.
  public let facts: [Fact]
  /// Every field in the order of the file.
  public let layout: FileLayout

  /// Takes a file apart.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - decoder: the same file, decoded: a damaged one gets an error, not a
  ///     report.
  /// - Throws: ``RDCError``, if the facts have to be worked out.
  public init(_ bytes: [UInt8], _ decoder: Decoder) throws(RDCError) {
    self.bytes = bytes.count
    self.decoder = decoder
    facts = try decoder.opened.facts()
    do { layout = try FileLayout.parse(bytes) } catch {
      throw .container(error)
    }
  }

  /// Name and fingerprint of the file's model.
  public var model: String {
    "\(decoder.model.name) \(decoder.model.fingerprint.hex)"
  }

  /// Real bits a picture: every byte of the file counts.
  public var bitsPerPicture: Double {
    Double(bytes * 8) / Double(decoder.count)
  }

  /// Real bits a pixel: every byte of the file counts.
  public var bitsPerPixel: Double {
    bitsPerPicture / Double(decoder.opened.width * decoder.opened.height)
  }

  /// The heads that can read the file.
  public var heads: [String] { decoder.heads.map(\.rawValue) }

  /// The report for programs.
  public var json: JSON {
    .object(
      facts.members.merging([
        "bytes": .integer(bytes), "pictures": .integer(decoder.count),
        "width": .integer(decoder.opened.width),
        "height": .integer(decoder.opened.height),
        "model": .string(model),
        "kind": .string(decoder.model.pack.description.kind),
        "bitsPerPicture": .number(bitsPerPicture),
        "bitsPerPixel": .number(bitsPerPixel),
        "headerBits": .integer(layout.headerBits),
        "payloadBits": .integer(layout.payloadBits),
        "checksumBits": .integer(layout.checksumBits),
        "heads": .array(heads.map(JSON.string)),
        "names": decoder.names.map {
          .array($0.names.map(JSON.string))
        } ?? .null,
        "fields": .array(layout.fields.map(\.json)),
      ]) { $1 })
  }
}

extension FileLayout.Field {
  fileprivate var json: JSON {
    [
      "name": .string(name), "firstBit": .integer(bits.lowerBound),
      "bits": .integer(bits.count), "value": .string(value),
    ]
  }
}
