import Testing

@testable import RDC

/// Models that are opened when they are asked for.
@Suite struct ShelfTests {
  static func gray(_ side: Int) -> PictureSet {
    PictureSet(
      Picture(
        width: side, height: side, colorSpace: .gray,
        samples: [UInt8](repeating: 128, count: side * side)))
  }

  @Test func `a digit opens no model for photos`() throws {
    let shelf = ModelShelf()
    #expect(shelf.openNames.isEmpty)
    #expect(try shelf.coding(Self.gray(28)).model.name == "digits")
    #expect(shelf.openNames == ["digits"])
    #expect(try shelf.coding(Self.gray(29)).model.name == "photo")
    #expect(shelf.openNames == ["digits", "photo"])
  }

  @Test(arguments: [1, 28, 29])
  func `a shelf chooses as a list of the same models does`(side: Int) throws {
    let others = [try Model.embedded(named: "photo")]
    let shelf = ModelShelf(adding: others)
    let models = try Model.embedded() + others
    #expect(try shelf.models().map(\.name) == models.map(\.name))
    let (a, b) = (
      try shelf.coding(Self.gray(side)), try models.coding(Self.gray(side))
    )
    #expect(a.model.name == b.model.name && a.pictures == b.pictures)
    #expect(try shelf.named("photo").name == "photo")
    #expect(throws: RDCError.self) { try shelf.named("none") }
  }
}
