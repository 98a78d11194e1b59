import EmbeddedModels
import LatentVectorCodec
import ModelPack
import RDC
import TestSupport
import Testing

/// The embedded packs, and broken ones.
@Suite struct PackTests {
  @Test func `every graph, table and tensor of the packs is sound`() throws {
    for model in try Model.embedded() {
      let description = model.pack.description
      for name in description.graphNames {
        _ = try model.pack.graph(name)
      }
      guard let vector = (model.codec as? LatentVectorCodec)?.description
      else { continue }
      for rung in vector.rungs {
        let shape = try model.pack.table(rung.table).shape
        let contexts = (0..<rung.latents).reduce(0) { count, _ in
          count * rung.levels + 1
        }
        #expect(
          shape == [contexts, rung.levels, vector.ditherResolution])
        #expect(Set(rung.heads.keys) == Set(Fixture.heads.map(\.rawValue)))
      }
      #expect(vector.rungs.indices.contains(vector.defaultRung))
      #expect(vector.labels.count == 10)
    }
  }

  @Test func `a pack that is cut or altered is refused`() throws {
    let bytes = EmbeddedPack.bytes
    let header = EmbeddedPack.firstFrame
    for count in [
      0, 1, 7, 100, header - 1, header, header + 1, bytes.count / 2,
      bytes.count - 1,
    ] {
      #expect(throws: PackError.self, "\(count) bytes") {
        try ModelPack(Array(bytes[..<count]))
      }
    }
    #expect(throws: PackError.self) { try ModelPack(bytes + [0]) }
    #expect(throws: PackError.self) {
      try ModelPack(bytes + ZstdFrame.compress([1, 2, 3]))
    }
    #expect(throws: PackError.self) {
      try ModelPack(bytes + ZstdFrame.compress([]))
    }
  }

  @Test func `the header is a frame by itself, and all frames are one file`()
    throws
  {
    let bytes = EmbeddedPack.bytes
    let head = try bytes[..<EmbeddedPack.firstFrame].withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: 1 << 20)
    }
    let length = head[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(head.count == 8 + length)
    #expect(bytes.count > 20 * EmbeddedPack.firstFrame)
    // Opened by its header alone, as a file chooses its model.
    let pack = rdc_embedded_pack(0)
    let permanent = UnsafeRawBufferPointer(
      start: pack.bytes, count: pack.size)
    #expect(
      try ModelPack.fingerprint(permanent: permanent)
        == ModelPack(bytes).fingerprint)
  }

  /// Reads every tensor, as floats or as a table.
  static func readAll(_ pack: ModelPack) throws {
    for name in pack.description.crc32.keys {
      if name.hasSuffix("table") {
        _ = try pack.table(name)
      } else {
        _ = try pack.tensor(name)
      }
    }
  }

  @Test func `a damaged tensor is found when it is used`() throws {
    var bytes = EmbeddedPack.bytes
    // Frames of weights are stored plain, so a value changes and no length.
    bytes[bytes.count / 2] ^= 4
    let pack = try ModelPack(bytes)
    #expect(throws: PackError.self) { try Self.readAll(pack) }
    try Self.readAll(ModelPack(EmbeddedPack.bytes))
  }

  @Test func `a pack in one frame is read as well`() throws {
    let model = try TinyFieldPack.model.get()
    #expect(model.name == "tiny")
    var content = try TinyFieldPack.bytes().withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: ModelPack.sizeLimit)
    }
    let header = content[..<8].reversed().reduce(0) { $0 << 8 | Int($1) } + 8
    // As two frames it is the same model; cut inside of a tensor it is none.
    func split(_ place: Int) throws -> ModelPack {
      try ModelPack(
        ZstdFrame.compress(Array(content[..<place]), level: 1)
          + ZstdFrame.compress(Array(content[place...]), level: 1))
    }
    let whole = try split(header)
    #expect(whole.fingerprint == model.fingerprint)
    #expect(
      try whole.tensor("step64") == model.pack.tensor("step64"))
    #expect(throws: PackError.self) { try split(header - 1) }
    let torn = try split(header + 10)
    #expect(throws: PackError.self) { try torn.tensor("step64") }
    content[content.count - 1] ^= 1
    let damaged = try split(header)
    #expect(throws: PackError.self) { _ = try damaged.integers("knots") }
  }

  @Test func `a header that lies about its length is refused`() throws {
    for length: [UInt8] in [
      [255, 255, 255, 255, 255, 255, 255, 127], [9, 0, 0, 0, 0, 0, 0, 0],
      [2, 0, 0, 0, 0, 0, 0],
    ] {
      let frame = ZstdFrame.compress(length + Array("{}".utf8), level: 1)
      #expect(throws: PackError.self) { try ModelPack(frame) }
    }
  }

  @Test func `a frame beyond the limit takes no memory`() throws {
    let frame = ZstdFrame.compress([UInt8](repeating: 0, count: 1 << 20))
    #expect(
      throws: PackError.notAFrame(
        reason: "frame of 1048576 bytes is above the limit of 1000")
    ) {
      try frame.withUnsafeBytes {
        try ZstdFrame.decompress($0, limit: 1000)
      }
    }
  }
}
