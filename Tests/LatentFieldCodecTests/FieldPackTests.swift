import RDC
import Support
import TestSupport
import Testing

@testable import LatentFieldCodec

/// Packs of photos whose tensors do not fit.
@Suite struct FieldPackTests {
  static func isRefused(
    _ change: (inout TinyFieldPack.Builder) -> Void
  ) throws -> Bool {
    guard let model = try? Model(TinyFieldPack.bytes(change: change)) else {
      return true
    }
    return (try? FieldModel(model.fields)) == nil
  }

  @Test func `a pack is read, and its kind is told`() throws {
    let model = try TinyFieldPack.model.get()
    #expect(model.pack.description.kind == "latent-field")
    #expect(model.heads == Fixture.heads)
    #expect(try !Self.isRefused { _ in })
  }

  @Test func `a pack of the first generation is refused by its number`() {
    for format in [nil, 1, 3] {
      #expect(
        throws: RDCError.self, "format \(format ?? 0)"
      ) {
        try Model(TinyFieldPack.bytes { $0.description["format"] = format })
      }
    }
    #expect(
      LatentFieldError.format(found: 1, supported: 2).description
        == "model pack: photos in format 1, but this rdc reads format 2")
  }

  @Test func `groups that do not fit are refused`() throws {
    func scale(
      _ groups: [Int], _ references: Int, _ means: Int
    ) -> [String: Any] {
      ["groups": groups, "references": references, "means": means]
    }
    for scale in [
      scale([1, 2], 0, 2), scale([2, 1, 3, 0, 5], 0, 2),
      scale([2, 1, 3, 5], 1, 2), scale([2, 1, 3, 5], 0, 5),
      scale([2, 1, 3, 5], 0, -1),
      scale([2, 1, 3, 65], 0, 2), scale([], 0, 0),
    ] {
      #expect(try Self.isRefused { $0.description["fine"] = scale })
    }
    #expect(
      try Self.isRefused {
        $0.description["coarse"] = scale([1, 2, 3, 41], 2, 3)
      })
    // Whose sum is told before a picture is coded.
    #expect(throws: RDCError.self) {
      try Model(
        TinyFieldPack.bytes {
          $0.description["fine"] = scale([.max, 1, 1, 1], 0, 2)
        }
      ).profile
    }
  }

  @Test func `tensors that do not fit are refused`() throws {
    let channels = TinyFieldPack.fine.reduce(0, +)
    let qualities = TinyFieldPack.qualities
    #expect(try Self.isRefused { $0.description["classes"] = 7 })
    #expect(try Self.isRefused { $0.description["qualities"] = 512 })
    #expect(
      try Self.isRefused {
        $0.add(
          "quality", [qualities, 4097],
          [Float](repeating: 0, count: qualities * 4097))
      })
    #expect(
      try Self.isRefused {
        $0.add(
          "step64", [qualities, channels],
          [Float](repeating: 0, count: qualities * channels))
      })
    #expect(
      try Self.isRefused {
        $0.add("cell", [6], [UInt8](repeating: 40, count: 6))
      })
    #expect(
      try Self.isRefused {
        $0.add("knots", [3], [UInt32](arrayLiteral: 0, 1, 2))
      })
    #expect(
      try Self.isRefused {
        $0.add("ctx.lut", [64], [UInt8](repeating: 65, count: 64))
      })
    // A chance of none, a unit of none, a cell without part, a flat knot
    // where dither moves the cells.
    let groups = TinyFieldPack.coarse.count + TinyFieldPack.fine.count
    #expect(
      try Self.isRefused {
        $0.add(
          "flags", [groups, 64], [UInt32](repeating: 0, count: groups * 64))
      })
    #expect(
      try Self.isRefused {
        $0.add(
          "meanUnit", [qualities, 3],
          [Int32](repeating: 0, count: 3 * qualities))
      })
    #expect(
      try Self.isRefused {
        $0.add("map", [3, 26], [UInt32](repeating: 0, count: 78))
      })
    #expect(
      try Self.isRefused {
        $0.add(
          "ctx.fine.1.near", [24, TinyFieldPack.hidden],
          [Int32](repeating: 40000, count: 24 * TinyFieldPack.hidden))
      })
  }
}
