import RDC
import Support

/// What a photo's file is made of.
struct PhotoFileReport: Encodable {
  var bytes: Int
  var model: String
  var width: Int
  var height: Int
  var colour: String
  var quality: Double
  var bitsPerPixel: Double
  var headerBits: Int
  var payloadBits: Int
  var checksumBits: Int
  var stripBytes: [Int]
  var statedLabel: String?
  var heads: [String]
  var fields: [FieldReport]

  init(_ bytes: [UInt8], _ decoder: LatentFieldDecoder, _ layout: FileLayout) {
    self.bytes = bytes.count
    model = "\(decoder.model.name) \(decoder.model.fingerprint.hex)"
    width = decoder.width
    height = decoder.height
    colour = decoder.isGray ? "gray" : "colour"
    quality = decoder.quality
    bitsPerPixel = Double(bytes.count * 8) / Double(width * height)
    headerBits = layout.headerBits
    payloadBits = layout.payloadBits
    checksumBits = layout.checksumBits
    stripBytes = decoder.stripBytes
    statedLabel = decoder.statedLabel
    heads = decoder.heads.map(\.rawValue)
    fields = layout.fields.map(FieldReport.init)
  }

  func lines(name: String) -> [String] {
    [
      "\(name): \(bytes) bytes, \(width)×\(height) pixels, \(colour), "
        + "model \(model), quality \(quality.text(1))",
      "\(bitsPerPixel.text(4)) bits a pixel: header and sections "
        + "\(headerBits), payload \(payloadBits), checksum \(checksumBits) "
        + "bits in all",
      "\(stripBytes.count) \(stripBytes.count == 1 ? "strip" : "strips"); "
        + "heads \(heads.joined(separator: ", "))"
        + (statedLabel.map { "; stated label \($0)" } ?? ""),
      "",
    ] + FieldReport.lines(fields)
  }
}
