import ArgumentParser
import Container
import RDC

/// `rdc info`: every field of a file, and where each bit went.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show every field of a .rdc file, and where each bit went.")

  @Argument(help: "The file to show; '-' is standard input.")
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let bytes = try InputBytes.read(file)
    let report = try naming(file) { try FileReport(bytes) }
    let console = Console(quiet: false)
    if json {
      console.result(try JSONText.encode(report))
    } else {
      for line in report.lines(name: file) { console.result(line) }
    }
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
  var fields: [Field]

  struct Field: Encodable {
    var name: String
    var firstBit: Int
    var bits: Int
    var value: String
  }

  init(_ bytes: [UInt8]) throws {
    // The decoder's checks first: a damaged file gets an error, not a list.
    let decoder = try Decoder(bytes, models: try Model.embedded())
    let layout = try FileLayout.parse(bytes)
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
    fields = layout.fields.map {
      Field(
        name: $0.name, firstBit: $0.bits.lowerBound, bits: $0.bits.count,
        value: $0.value)
    }
  }

  func lines(name: String) -> [String] {
    var lines = [
      "\(name): \(bytes) bytes, \(pictures) "
        + "\(pictures == 1 ? "picture" : "pictures"), model \(model), "
        + "rung \(rung) of \(nominalBitsPerPicture.text(2)) bits",
      "\(bitsPerPicture.text(3)) bits a picture: header \(headerBits), "
        + "payload \(payloadBits) (ideal \(idealBits.text(2))), "
        + "padding \(paddingBits), checksum \(checksumBits) bits in all",
      "",
      "first bit    bits  field",
    ]
    for field in fields {
      lines.append(
        "\(Self.right(field.firstBit, 9))\(Self.right(field.bits, 8))  "
          + "\(field.name): \(field.value)")
    }
    return lines
  }

  private static func right(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
