import ArgumentParser
import RDC
import Support

/// `rdc info`: every field of a file, and where each bit went.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show every field of a .rdc file, and where each bit went.")

  @Argument(help: "The file to show; '-' is standard input.")
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let bytes = try InputBytes.read(file)
    // The decoder's checks first: a damaged file gets an error, not a list.
    let decoder = try naming(file) {
      try FileDecoder(
        bytes, models: try common.models(toRead: bytes),
        execution: try common.execution())
    }
    let layout = try FileLayout.parse(bytes)
    switch decoder {
    case .latents(let decoder):
      let report = try naming(file) { try FileReport(bytes, decoder, layout) }
      try tell(report, report.lines(name: file))
    case .photo(let decoder):
      let report = PhotoFileReport(bytes, decoder, layout)
      try tell(report, report.lines(name: file))
    }
  }

  private func tell(_ report: some Encodable, _ lines: [String]) throws {
    let console = Console(quiet: false)
    if json {
      console.result(try JSONText.encode(report))
    } else {
      for line in lines { console.result(line) }
    }
  }
}

/// One field of a file, as it is printed.
struct FieldReport: Encodable {
  var name: String
  var firstBit: Int
  var bits: Int
  var value: String

  init(_ field: FileLayout.Field) {
    name = field.name
    firstBit = field.bits.lowerBound
    bits = field.bits.count
    value = field.value
  }

  /// A table with its head.
  static func lines(_ fields: [FieldReport]) -> [String] {
    ["first bit    bits  field"]
      + fields.map {
        "\(right($0.firstBit, 9))\(right($0.bits, 8))  "
          + "\($0.name): \($0.value)"
      }
  }

  private static func right(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

/// What a file is made of.
private struct FileReport: Encodable {
  var bytes: Int
  var pictures: Int
  var model: String
  var rung: Int
  var nominalBitsPerPicture: Double
  var bitsPerPicture: Double
  var headerBits: Int
  var payloadBits: Int
  var paddingBits: Int
  var checksumBits: Int
  var idealBits: Double
  var fields: [FieldReport]

  init(_ bytes: [UInt8], _ decoder: LatentVectorDecoder, _ layout: FileLayout)
    throws
  {
    self.bytes = bytes.count
    pictures = decoder.count
    model = "\(decoder.model.name) \(decoder.model.fingerprint.hex)"
    rung = Int(decoder.file.quality)
    nominalBitsPerPicture = decoder.nominalBits
    bitsPerPicture = Double(bytes.count * 8) / Double(decoder.count)
    headerBits = layout.headerBits
    let cost = try decoder.payloadCost()
    payloadBits = cost.bits
    paddingBits = layout.payloadBits - cost.bits
    checksumBits = layout.checksumBits
    idealBits = cost.ideal
    fields = layout.fields.map(FieldReport.init)
  }

  func lines(name: String) -> [String] {
    [
      "\(name): \(bytes) bytes, \(pictures) "
        + "\(pictures == 1 ? "picture" : "pictures"), model \(model), "
        + "rung \(rung) of \(nominalBitsPerPicture.text(2)) bits",
      "\(bitsPerPicture.text(3)) bits a picture: header \(headerBits), "
        + "payload \(payloadBits) (ideal \(idealBits.text(2))), "
        + "padding \(paddingBits), checksum \(checksumBits) bits in all",
      "",
    ] + FieldReport.lines(fields)
  }
}
