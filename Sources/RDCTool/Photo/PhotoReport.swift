import RDC
import Support

/// What `rdc encode` says about a photo's file that it wrote.
struct PhotoReport: Encodable {
  let path: String
  let bytes: Int
  let width: Int
  let height: Int
  let bitsPerPixel: Double
  let quality: Double
  let targetBytes: Int?
  let payloadBytes: Int
  let sectionBytes: Int
  let headerBytes: Int

  init(path: String, encoding: LatentFieldEncoding) {
    self.path = path
    bytes = encoding.bytes.count
    width = encoding.width
    height = encoding.height
    bitsPerPixel = encoding.bitsPerPixel
    quality = encoding.quality
    targetBytes = encoding.targetBytes
    payloadBytes = encoding.payloadBytes
    sectionBytes = encoding.sectionBytes
    headerBytes = bytes - payloadBytes - sectionBytes
  }

  /// One line for people.
  var line: String {
    "\(path): \(bytes) bytes, \(width)×\(height) pixels, "
      + "\(bitsPerPixel.text(3)) bits a pixel at quality \(quality.text(1)); "
      + "payload \(payloadBytes) bytes, "
      + "alpha, metadata and label \(sectionBytes), "
      + "header and checksum \(headerBytes)"
  }
}
