import RDC
import Support

extension FileReport {
  /// The file in one line.
  func brief(name: String) -> String {
    "\(summary(name)), \(bitsPerPixel.text(4)) bits a pixel"
  }

  private func summary(_ name: String) -> String {
    "\(name): \(bytes.of("byte")), \(decoder.count.of("picture")) of "
      + "\(decoder.opened.width)×\(decoder.opened.height) pixels, "
      + "model \(model)"
  }

  /// The first names of the pictures, if they have any.
  private var names: [String] {
    guard let names = decoder.names?.names else { return [] }
    let shown = names.prefix(8).joined(separator: ", ")
    return ["names: \(shown)" + (names.count > 8 ? ", …" : "")]
  }

  /// The report for people.
  func lines(name: String) -> [String] {
    [
      summary(name),
      "\(bitsPerPicture.text(3)) bits a picture, \(bitsPerPixel.text(4)) a "
        + "pixel, everything counted: header and sections "
        + "\(layout.headerBits), payload (the pictures themselves) "
        + "\(layout.payloadBits), checksum \(layout.checksumBits) bits",
    ]
      + facts.map {
        "\($0.name.words): \($0.value)"
          + ($0.note.isEmpty ? "" : " (\($0.note))")
      } + names + [
        "heads, the readings to choose from: "
          + heads.joined(separator: ", "), "",
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

extension String {
  /// `nominalBits` as `nominal bits`.
  fileprivate var words: String {
    reduce(into: "") { text, letter in
      text += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)"
    }
  }
}
