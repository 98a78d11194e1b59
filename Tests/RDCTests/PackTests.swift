import EmbeddedModels
import ModelPack
import RDC
import Testing

/// The embedded packs, and broken ones.
@Suite struct PackTests {
  static var embedded: [UInt8] {
    let pack = rdc_embedded_pack(0)
    return Array(UnsafeRawBufferPointer(start: pack.bytes, count: pack.size))
  }

  @Test func `every graph, table and tensor of the packs is sound`() throws {
    for model in try Model.embedded() {
      let description = model.pack.description
      for name in description.graphs.keys {
        _ = try model.pack.graph(name)
      }
      guard let vector = description.latentVector else { continue }
      for rung in vector.rungs {
        let shape = try model.pack.table(rung.table).shape
        let contexts = (0..<rung.latents).reduce(0) { count, _ in
          count * rung.levels + 1
        }
        #expect(
          shape == [contexts, rung.levels, vector.ditherResolution])
        #expect(Set(rung.heads.keys) == Set(Head.allCases.map(\.rawValue)))
      }
      #expect(vector.rungs.indices.contains(vector.defaultRung))
      #expect(vector.labels.count == 10)
    }
  }

  @Test func `a pack that is cut or altered is refused`() throws {
    let bytes = Self.embedded
    for count in [0, 1, 7, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: PackError.self) {
        try Array(bytes[..<count]).withUnsafeBytes { try ModelPack($0) }
      }
    }
  }

  @Test func `a damaged tensor is found when it is used`() throws {
    var content = try Self.embedded.withUnsafeBytes {
      try ZstdFrame.decompress($0, limit: ModelPack.sizeLimit)
    }
    content[content.count - 3] ^= 4
    let frame = ZstdFrame.compress(content, level: 1)
    let pack = try frame.withUnsafeBytes { try ModelPack($0) }
    #expect(throws: PackError.self) {
      for name in pack.description.crc32.keys {
        if name.hasSuffix("table") {
          _ = try pack.table(name)
        } else {
          _ = try pack.tensor(name)
        }
      }
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
