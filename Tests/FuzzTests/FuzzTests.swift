import Support
import Testing

@testable import Fuzz

/// The fuzzer's targets, without a fuzzer: what they begin with, what was found
/// once, and a fixed number of changes of both.
@Suite struct FuzzTests {
  static let names = FuzzTarget.all.map(\.name)

  @Test(arguments: names)
  func `seeds and findings are read or refused`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = try target.seeds()
    #expect(!seeds.isEmpty)
    for bytes in try seeds + Seeds.findings(name) { target.run(bytes) }
  }

  @Test(arguments: names)
  func `changed seeds are read or refused`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = try target.seeds().filter { $0.count < 1 << 12 }
    try #require(!seeds.isEmpty)
    var random = SplitMix64(seed: 2)
    for _ in 0..<100 {
      var bytes = seeds[Int(random.next() % UInt64(seeds.count))]
      for _ in 0...random.next() % 4 where !bytes.isEmpty {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: bytes[place...], at: place)
        }
      }
      target.run(bytes)
    }
  }

  @Test func `most seeds of files are sound`() throws {
    for target in [FuzzTarget.container, .digits, .photos, .png, .idx] {
      let seeds = try target.seeds()
      let sound = seeds.count { (try? target.read($0)) != nil }
      #expect(sound >= 3, "\(target.name): \(sound)")
    }
  }

  @Test func `packs with their own description are taken`() throws {
    for seed in try FuzzTarget.packs.seeds().prefix(2) {
      try FuzzTarget.packs.read(seed)
    }
  }
}
