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
    "\(path): \(encoding.bytes.count.of("byte")), "
      + "\(encoding.count.of("picture")) of "
      + "\(encoding.width)×\(encoding.height) pixels, \(rate) in all: "
      + "\(payload), "
      + (encoding.sectionBytes > 0
        ? "\(encoding.sectionNames.joined(separator: ", ")) "
          + "\(encoding.sectionBytes.of("byte")), " : "")
      + "header and checksum \(encoding.headerBytes.of("byte")); "
      + "model \(model.name), \(setting)"
  }

  private var rate: String {
    model.profile.size == nil
      ? "\(encoding.bitsPerPixel.text(3)) bits a pixel"
      : "\(encoding.bitsPerPicture.text(3)) bits a picture"
  }

  /// What the pictures themselves take.
  private var payload: String {
    let share =
      100 * Double(encoding.payloadBytes) / Double(encoding.bytes.count)
    var parts = ["\(share.text(1)) %"]
    if let bits = encoding.payloadBits { parts.append(bits.of("bit")) }
    if let ideal = encoding.idealBits {
      parts.append("ideally \(ideal.text(1))")
    }
    return "payload (the \(encoding.count == 1 ? "picture" : "pictures") "
      + "alone) \(encoding.payloadBytes.of("byte")) "
      + "(\(parts.joined(separator: ", ")))"
  }

  /// The rate in the model's terms, and what it stands for.
  private var setting: String {
    encoding.nominalBits.map {
      "\(encoding.rate): its rate of \($0.text(2)) payload bits a picture"
    } ?? "\(encoding.rate)"
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
