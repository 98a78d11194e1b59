import RDC

extension RDCFile {
  /// A file of a model, made of bytes whose magic, parity, version, checksum
  /// and fingerprint are mended, so that changed bytes get past them.
  ///
  /// - Throws: ``ContainerError`` for what cannot be mended.
  static func mended(_ bytes: [UInt8], of model: Model) throws -> RDCFile {
    var bytes = bytes
    guard bytes.count > 3 else { throw ContainerError.magic(found: bytes) }
    bytes.replaceSubrange(0..<2, with: [0xdc, 0x72])
    var flags = bytes[2] & 0x1f
    if flags & 0x04 != 0 {
      flags ^= 0x04
      bytes.removeLast(min(bytes.count - 3, flags & 0x10 != 0 ? 4 : 1))
    }
    flags |= 0x40
    bytes[2] = flags.nonzeroBitCount % 2 == 0 ? flags : flags | 0x20
    let file = try parse(bytes)
    return try RDCFile(
      face: file.face, quality: file.quality, fingerprint: model.fingerprint,
      seed: file.seed, dimensions: file.dimensions, sections: file.sections,
      payload: file.payload, hasChecksum: false)
  }

  /// Everything that commands do with a file.
  func read(by model: Model, choice: Int) throws {
    _ = try model.codec.outline(self)
    _ = try model.codec.stated(self)
    let decoder = try Decoder(
      self, model: model, limits: FuzzModels.limits,
      execution: FuzzModels.execution)
    _ = try FileReport(serialize(), decoder).json.text
    let pixels = decoder.opened.width * decoder.opened.height
    guard pixels <= FuzzModels.readPixels else { return }
    // One head a file is enough, and a part of the dial.
    let head = decoder.heads[choice % decoder.heads.count]
    let pick = decoder.count > 4 ? decoder.count - 1 : nil
    let pictures = try decoder.pictures(
      head: head, strength: Float(choice / 8 % 5) / 4, pick: pick,
      execution: FuzzModels.execution)
    try FuzzTarget.expect(
      pictures.count == (pick == nil ? decoder.count : 1)
        && pictures.samples.count == pictures.count * pictures.sampleCount)
    if choice % 4 == 0 {
      _ = try decoder.classify(pick: pick, execution: FuzzModels.execution)
    }
    if pictures.names == nil, pictures.count == 1 {
      _ = try PNGWriter.write(pictures.picture(at: 0))
    }
  }
}
