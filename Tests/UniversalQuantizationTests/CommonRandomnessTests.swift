import Testing
import UniversalQuantization

@Suite struct CommonRandomnessTests {
  @Test func `streams, pictures and seeds differ`() {
    let base = CommonRandomness(seed: 5, stream: 1).normal(picture: 0, 0..<16)
    #expect(
      CommonRandomness(seed: 5, stream: 2).normal(picture: 0, 0..<16) != base)
    #expect(
      CommonRandomness(seed: 6, stream: 1).normal(picture: 0, 0..<16) != base)
    #expect(
      CommonRandomness(seed: 5, stream: 1).normal(picture: 1, 0..<16) != base)
    #expect(
      CommonRandomness(seed: 5, stream: 1).normal(picture: 0, 3..<9)
        == Array(base[3..<9]))
  }

  @Test func `stream 0 is the quantizer's dither`() throws {
    let grid = try DitherGrid(resolution: 64)
    let dither = Dither(seed: 11, grid: grid)
    #expect(
      CommonRandomness(seed: 11, stream: 0)
        .uniform(picture: 2, 1..<30, grid: grid)
        == dither.indices(picture: 2, 1..<30).map(dither.offset))
  }

  @Test func `golden normals`() {
    // Words 6627e8d5 e169c58d bc57ac4c of the known answer for zero: the bytes
    // sum to 1777.
    #expect(
      CommonRandomness(seed: 0, stream: 0).normal(picture: 0, 0..<1)
        == [Float(1777 - 1530) / 256])
  }

  @Test func `normals have the moments that are documented`() {
    let values = CommonRandomness(seed: 1, stream: 3)
      .normal(picture: 0, 0..<100_000).map(Double.init)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + $1 * $1 } / n
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    #expect(abs(mean) < 0.015)
    #expect(abs(variance - 1) < 0.02)
    #expect(abs(fourth - 2.9) < 0.12)
  }
}
