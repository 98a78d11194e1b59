import RDC
import StrictJSON
import Support

/// What `rdc encode` says about a file that it wrote.
struct EncodingReport {
  let path: String
  let model: Model
  let encoding: Encoding

  var json: JSON {
    [
      "path": .string(path), "model": .string(model.name),
      "bytes": .integer(encoding.bytes.count),
      "pictures": .integer(encoding.count),
      "width": .integer(encoding.width), "height": .integer(encoding.height),
      "rate": .string("\(encoding.rate)"),
      "bitsPerPicture": .number(encoding.bitsPerPicture),
      "bitsPerPixel": .number(encoding.bitsPerPixel),
      "payloadBytes": .integer(encoding.payloadBytes),
      "sectionBytes": .integer(encoding.sectionBytes),
      "headerBytes": .integer(encoding.headerBytes),
      "payloadBits": encoding.payloadBits.map(JSON.integer) ?? .null,
      "idealBits": JSON(encoding.idealBits),
      "nominalBitsPerPicture": JSON(encoding.nominalBits),
      "targetBytes": encoding.targetBytes.map(JSON.integer) ?? .null,
    ]
  }

  /// One line for people.
  var line: String {
    let count = encoding.bytes.count
    let share = 100 * Double(encoding.payloadBytes) / Double(count)
    var payload = "\(share.text(1)) %"
    if let bits = encoding.payloadBits { payload += ", \(bits) bits" }
    if let ideal = encoding.idealBits { payload += ", ideal \(ideal.text(1))" }
    let size = "\(encoding.width)×\(encoding.height) pixels"
    let pictures =
      encoding.count == 1 ? "1 picture of " : "\(encoding.count) pictures of "
    return "\(path): \(count) bytes, \(pictures)\(size), "
      + "\(rate) (model \(model.name), \(encoding.rate)); "
      + "payload \(encoding.payloadBytes) bytes (\(payload)), "
      + (encoding.sectionBytes > 0
        ? "alpha, metadata and label \(encoding.sectionBytes) bytes, " : "")
      + "header and checksum \(encoding.headerBytes) bytes"
  }

  private var rate: String {
    model.profile.size == nil
      ? "\(encoding.bitsPerPixel.text(3)) bits a pixel"
      : "\(encoding.bitsPerPicture.text(3)) bits a picture"
  }

  /// What is said where no file has the size that was asked for.
  var warning: String? {
    guard let target = encoding.targetBytes, !encoding.isOnTarget else {
      return nil
    }
    return "no quality gives \(target) bytes; "
      + (encoding.rate == .quality(100) ? "the best one" : "the nearest one")
      + " gives \(encoding.bytes.count)"
  }
}
