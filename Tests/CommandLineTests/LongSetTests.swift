import Foundation
import PictureFiles
import Support
import TestSupport
import Testing

/// Sets that are longer than what is held at once.
@Suite struct LongSetTests {
  @Test
  func `a set of several blocks is written as it is read`() throws {
    let scratch = try Scratch()
    func rdc(_ arguments: String...) throws {
      let outcome = try Tool.run(arguments, in: scratch.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    try rdc("draw", "--count", "1030", "a-idx3-ubyte")
    try scratch.write(
      Gzip.deflate(scratch.read("a-idx3-ubyte")), "b-idx3-ubyte.gz")
    for name in ["a-idx3-ubyte", "b-idx3-ubyte.gz"] {
      try rdc("encode", "-e", "0", name, "-o", name + ".rdc")
    }
    let file = try scratch.read("a-idx3-ubyte.rdc")
    #expect(try scratch.read("b-idx3-ubyte.gz.rdc") == file)
    try rdc("decode", "a-idx3-ubyte.rdc", "-o", "read-idx3-ubyte")
    try rdc("decode", "a-idx3-ubyte.rdc", "-o", "read-idx3-ubyte.gz")
    let read = try scratch.read("read-idx3-ubyte")
    #expect(
      try Gzip.inflate(scratch.read("read-idx3-ubyte.gz"), limit: 1 << 20)
        == read)
    let images = try IDXImages.parse(read)
    #expect(images.count == 1030)
    for place in ["0", "1023", "1024", "1029"] {
      try rdc(
        "decode", "a-idx3-ubyte.rdc", "--pick", place, "-o", "p.png", "-f")
      let picture = try PNGReader.read(scratch.read("p.png"))
      #expect(picture.samples[...] == images[try #require(Int(place))])
    }
    try rdc("decode", "a-idx3-ubyte.rdc", "-o", "all")
    for place in [0, 999, 1024, 1029] {
      let name = String(String(10_000 + place).dropFirst()) + ".png"
      let picture = try PNGReader.read(scratch.read("all/" + name))
      #expect(picture.samples[...] == images[place])
    }
  }

  @Test(arguments: [16, 500, 784_000])
  func `a set that is cut off leaves nothing`(count: Int) throws {
    let scratch = try Scratch()
    var random = SplitMix64(seed: 8)
    let images = IDXImages(
      count: 1200, height: 28, width: 28, samples: random.bytes(1200 * 784))
    let cut = Array(images.serialize()[..<count])
    try scratch.write(cut, "a-idx3-ubyte")
    try scratch.write(Gzip.deflate(cut), "b-idx3-ubyte.gz")
    for name in ["a-idx3-ubyte", "b-idx3-ubyte.gz"] {
      let outcome = try Tool.run(
        ["encode", "-e", "0", name, "-o", "x.rdc"], in: scratch.path)
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines == [
          "Error: \(name): \(count) bytes, where the header claims 940816"
        ])
      #expect(scratch.names == ["a-idx3-ubyte", "b-idx3-ubyte.gz"])
    }
  }
}
