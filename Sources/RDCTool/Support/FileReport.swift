import RDC
import StrictJSON
import Support

/// What a `.rdc` file is made of.
struct FileReport {
  private let bytes: Int
  private let decoder: Decoder
  private let facts: [Fact]
  private let layout: FileLayout

  init(_ bytes: [UInt8], _ decoder: Decoder) throws {
    self.bytes = bytes.count
    self.decoder = decoder
    facts = try decoder.opened.facts()
    layout = try FileLayout.parse(bytes)
  }

  private var model: String {
    "\(decoder.model.name) \(decoder.model.fingerprint.hex)"
  }

  private var bitsPerPicture: Double {
    Double(bytes * 8) / Double(decoder.count)
  }

  private var bitsPerPixel: Double {
    bitsPerPicture / Double(decoder.opened.width * decoder.opened.height)
  }

  private var heads: [String] { decoder.heads.map(\.rawValue) }

  var json: JSON {
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
        "fields": .array(layout.fields.map(\.json)),
      ]) { $1 })
  }

  func lines(name: String) -> [String] {
    let count = decoder.count
    return [
      "\(name): \(bytes) \(bytes == 1 ? "byte" : "bytes"), \(count) "
        + "\(count == 1 ? "picture" : "pictures") of "
        + "\(decoder.opened.width)×\(decoder.opened.height) pixels, "
        + "model \(model)",
      "\(bitsPerPicture.text(3)) bits a picture, \(bitsPerPixel.text(4)) a "
        + "pixel: header and sections \(layout.headerBits), payload "
        + "\(layout.payloadBits), checksum \(layout.checksumBits) bits in all",
    ] + facts.map { "\($0.name.words): \($0.value)" } + [
      "heads: \(heads.joined(separator: ", "))", "",
    ]
      + TextTable.lines(
        [["first bit", "bits", "field"]]
          + layout.fields.map {
            [
              "\($0.bits.lowerBound)", "\($0.bits.count)",
              "\($0.name): \($0.value)",
            ]
          }, right: 0..<2)
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

extension String {
  /// `nominalBits` as `nominal bits`.
  fileprivate var words: String {
    reduce(into: "") { text, letter in
      text += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)"
    }
  }
}
