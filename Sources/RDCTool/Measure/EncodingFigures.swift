import RDC

/// What encoding and decoding cost: of a file, or of several together.
struct EncodingFigures: Sendable {
  var pictures = 0
  var width = 0
  var height = 0
  var bytes = 0
  var payloadBytes = 0
  /// Everything but the payload.
  var headerBytes: Int { bytes - payloadBytes }
  /// Σ −log2 P, if the codec knows it.
  var idealBits: Double?
  /// What the rate stands for, in bits a picture.
  var nominalBits: Double?
  /// Wall clock, for all pictures: to encode, and to open and read with the
  /// first head.
  var encodeSeconds = 0.0
  var decodeSeconds = 0.0
  private var pixels = 0.0

  init() {}

  init(_ encoding: Encoding, encodeSeconds: Double, decodeSeconds: Double) {
    pictures = encoding.count
    width = encoding.width
    height = encoding.height
    bytes = encoding.bytes.count
    payloadBytes = encoding.payloadBytes
    idealBits = encoding.idealBits
    nominalBits = encoding.nominalBits
    self.encodeSeconds = encodeSeconds
    self.decodeSeconds = decodeSeconds
    pixels = Double(encoding.count * encoding.width * encoding.height)
  }

  /// The sums; sizes and nominal bits stay where all agree.
  init(summing files: [EncodingFigures]) {
    guard let first = files.first else { return }
    self = first
    for file in files.dropFirst() {
      pictures += file.pictures
      if (width, height) != (file.width, file.height) {
        (width, height) = (0, 0)
      }
      bytes += file.bytes
      payloadBytes += file.payloadBytes
      idealBits = idealBits.flatMap { own in file.idealBits.map { own + $0 } }
      if nominalBits != file.nominalBits { nominalBits = nil }
      encodeSeconds += file.encodeSeconds
      decodeSeconds += file.decodeSeconds
      pixels += file.pixels
    }
  }

  /// Real bits a picture of the whole file.
  var bitsPerPicture: Double { perPicture(bytes) }
  /// Bits a picture of everything but the payload.
  var headerBits: Double { perPicture(headerBytes) }
  /// Bits a picture of the payload.
  var payloadBits: Double { perPicture(payloadBytes) }
  /// Σ −log2 P a picture.
  var idealBitsPerPicture: Double? { idealBits.map { $0 / Double(pictures) } }
  /// Real bits a pixel.
  var bitsPerPixel: Double { Double(bytes * 8) / pixels }

  private func perPicture(_ bytes: Int) -> Double {
    Double(bytes * 8) / Double(max(pictures, 1))
  }
}
