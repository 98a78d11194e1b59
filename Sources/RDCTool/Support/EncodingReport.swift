import RDC
import Support

/// What `rdc encode` says about a file that it wrote.
struct EncodingReport: Encodable {
  let path: String
  let bytes: Int
  let pictures: Int
  let bitsPerPicture: Double
  let nominalBitsPerPicture: Double
  let payloadBytes: Int
  let headerBytes: Int
  let payloadBits: Int
  let idealBits: Double

  init(path: String, encoding: LatentVectorEncoding) {
    self.path = path
    bytes = encoding.bytes.count
    pictures = encoding.count
    bitsPerPicture = encoding.bitsPerPicture
    nominalBitsPerPicture = encoding.nominalBits
    payloadBytes = encoding.payloadBytes
    headerBytes = encoding.bytes.count - encoding.payloadBytes
    payloadBits = encoding.payloadBits
    idealBits = encoding.idealBits
  }

  /// One line for people.
  var line: String {
    let share = 100 * Double(payloadBytes) / Double(bytes)
    return "\(path): \(bytes) bytes, \(pictures) "
      + "\(pictures == 1 ? "picture" : "pictures"), "
      + "\(bitsPerPicture.text(3)) bits a picture; "
      + "payload \(payloadBytes) bytes (\(share.text(1)) %, "
      + "\(payloadBits) bits, ideal \(idealBits.text(1))), "
      + "header and checksum \(headerBytes) bytes"
  }
}
