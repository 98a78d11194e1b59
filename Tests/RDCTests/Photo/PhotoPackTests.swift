import Testing

@testable import RDC

/// Packs of photos whose tensors do not fit.
@Suite struct PhotoPackTests {
  static func isRefused(
    _ change: (inout TinyPhotoPack.Builder) -> Void
  ) throws -> Bool {
    let model = try Model(TinyPhotoPack.bytes(change: change))
    return (try? PhotoModel(model)) == nil
  }

  @Test func `a pack is read, and its kind is told`() throws {
    let model = try TinyPhotoPack.model.get()
    #expect(model.isPhoto)
    #expect(model.heads == Head.allCases)
    #expect(try !Self.isRefused { _ in })
  }

  @Test func `tensors that do not fit are refused`() throws {
    let channels = TinyPhotoPack.groups.reduce(0, +)
    let qualities = TinyPhotoPack.qualities
    #expect(try Self.isRefused { $0.description["groups"] = [1, 2] })
    #expect(try Self.isRefused { $0.description["groups"] = [1, 2, 2, 0, 4] })
    #expect(try Self.isRefused { $0.description["classes"] = 7 })
    #expect(try Self.isRefused { $0.description["qualities"] = 512 })
    #expect(try Self.isRefused { $0.description["block"] = 0 })
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
    // Sums that could leave 32 bits.
    #expect(
      try Self.isRefused {
        $0.add(
          "ctx.0.hiddenBias", [3, 8], [Int32](repeating: .max, count: 24))
      })
  }
}
