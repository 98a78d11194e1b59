import CRDC
import RDC
import StrictJSON
import Support
import Synchronization

/// The bytes of a `.rdc` file; what they decode to once it is needed.
final class FileHandle: Handle {
  /// What a file says of itself.
  let outline: PictureOutline
  private let codec: CodecHandle
  private let bytes: [UInt8]
  private let file: RDCFile
  private let model: Model
  private let decoded = Mutex(Decoded())

  /// What was worked out so far: of readers the last one, which whoever
  /// decodes picture after picture asks for again.
  private struct Decoded {
    var decoder: Decoder?
    var last: (reading: Reading, reader: any HeadReader)?
  }

  init(_ codec: CodecHandle, _ bytes: [UInt8]) throws(InterfaceError) {
    self.codec = codec
    self.bytes = bytes
    do { file = try RDCFile.parse(bytes) } catch {
      throw InterfaceError(.container(error))
    }
    let file = file
    model = try library { () throws(RDCError) in
      try codec.models.named(in: file)
    }
    let model = model
    outline = try library { () throws(RDCError) in
      let outline = try model.codec.outline(file)
      try codec.limits.check(width: outline.width, height: outline.height)
      return outline
    }
  }

  /// Whether it holds a set of pictures.
  var isSet: Bool { model.holdsSet(file) }

  /// Samples a pixel, with alpha.
  var channels: Int {
    outline.colorSpace.channels + (outline.hasAlpha ? 1 : 0)
  }

  /// The pictures as a head reads them.
  func pictures(_ reading: Reading) throws(InterfaceError) -> PictureSet {
    try library { () throws(RDCError) in
      if reading.pick == nil { try checkOutput() }
      return try reader(reading).pictures(pick: reading.pick, codec.execution)
    }
  }

  /// Every field and where the bits went.
  func info() throws(InterfaceError) -> JSON {
    try library { () throws(RDCError) in
      try FileReport(bytes, decoder()).json
    }
  }

  /// Labels and their probabilities; what the file states of them counts
  /// unless the decoded picture is to be looked at.
  func classification(
    pick: Int?, looks: Bool
  ) throws(InterfaceError) -> JSON {
    try library { () throws(RDCError) in
      if !looks, pick ?? 0 == 0, let stated = try model.codec.stated(file) {
        return stated.json(top: 1, pick: pick)
      }
      let decoder = try decoder()
      return try decoder.classify(pick: pick, execution: codec.execution)
        .json(top: 1, pick: pick, names: decoder.names?.names)
    }
  }

  /// Whether all pictures together are within the limit of memory.
  private func checkOutput() throws(RDCError) {
    guard
      let needed = checkedProduct(
        Int(clamping: outline.count), outline.width, outline.height, channels)
    else {
      throw .tooMuchMemory(
        needed: .max, limit: codec.limits.maxMemory ?? .max)
    }
    try codec.limits.checkMemory(needed)
  }

  private func decoder() throws(RDCError) -> Decoder {
    try decoded.withLock { decoded throws(RDCError) in
      try decoder(&decoded)
    }
  }

  private func decoder(
    _ decoded: inout sending Decoded
  ) throws(RDCError) -> Decoder {
    if let decoder = decoded.decoder { return decoder }
    let decoder = try Decoder(
      file, model: model, limits: codec.limits, execution: codec.execution)
    decoded.decoder = decoder
    return decoder
  }

  private func reader(
    _ reading: Reading
  ) throws(RDCError) -> any HeadReader {
    try decoded.withLock { decoded throws(RDCError) in
      if let last = decoded.last, last.reading.isSameHead(as: reading) {
        return last.reader
      }
      let reader = try decoder(&decoded).reader(
        of: reading.head, strength: reading.strength)
      decoded.last = (reading, reader)
      return reader
    }
  }
}
