import RDC
import Support

extension FileReport {
  /// The file in one line.
  func brief(name: String) -> String {
    lines(name: name)[0] + ", \(bitsPerPixel.text(4)) bits a pixel"
  }

  /// The report for people.
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

extension String {
  /// `nominalBits` as `nominal bits`.
  fileprivate var words: String {
    reduce(into: "") { text, letter in
      text += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)"
    }
  }
}
