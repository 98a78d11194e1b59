import Foundation
import Support
import Testing

@testable import Metrics

@Suite struct PerceptionTests {
  @Test func `normal numbers are the published ones`() {
    var generator = SplitMix64(seed: 42)
    for expected in Golden.firstNormals {
      #expect(agree(generator.nextNormal(), expected, 1e-12))
    }
  }

  @Test func `the Fréchet distance agrees with SciPy`() throws {
    let found = try FrechetDistance.between(
      Inputs.features(10, 700, 24, 24), Inputs.features(20, 500, 24, 24))
    #expect(agree(found, Golden.frechetFull, 1e-9))
  }

  @Test func `the Fréchet distance of low rank agrees with singular values`()
    throws
  {
    let thin = try Inputs.features(30, 300, 24, 5)
    let few = try Inputs.features(40, 12, 24, 24)
    let found = try FrechetDistance.between(thin, few)
    #expect(agree(found, Golden.frechetLowRank, 1e-6))
    let turned = try FrechetDistance.between(few, thin)
    #expect(agree(found, turned, 1e-6))
  }

  @Test
  func `the Fréchet distance of constant features is the shift of the mean`()
    throws
  {
    let zeros = try FeatureSet(values: [0, 0, 0, 0], dimension: 2)
    let ones = try FeatureSet(values: [1, 2, 1, 2], dimension: 2)
    #expect(try FrechetDistance.between(zeros, ones) == 5)
    #expect(try FrechetDistance.between(zeros, zeros) == 0)
  }

  @Test(arguments: [1, 2, 3, 7, 40, 128])
  func `eigenvectors rebuild the matrix`(n: Int) throws {
    let raw = Inputs.uniform(UInt64(n), n * n)
    var matrix = raw
    for i in 0..<n {
      for j in 0..<n { matrix[i * n + j] = raw[i * n + j] + raw[j * n + i] - 1 }
    }
    let eigen = try SymmetricEigen(matrix, n: n)
    let scaled = (0..<(n * n)).map {
      eigen.vectors[$0] * eigen.values[$0 / n]
    }
    var rebuilt = [Double](repeating: 0, count: n * n)
    for k in 0..<n {
      for i in 0..<n {
        for j in 0..<n {
          rebuilt[i * n + j] += eigen.vectors[k * n + i] * scaled[k * n + j]
        }
      }
    }
    let worst = zip(rebuilt, matrix).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-12 * Double(n + 10))
    let gram = MatrixProduct.transposed(
      eigen.vectors, eigen.vectors, rows: n, inner: n, columns: n)
    let skew = gram.indices.map {
      abs(gram[$0] - ($0 / n == $0 % n ? 1 : 0))
    }
    #expect((skew.max() ?? 1) < 1e-12)
  }

  @Test(arguments: [0, 1, 255, 256, 5000])
  func `radix sort sorts as the standard one`(count: Int) {
    var values = Inputs.uniform(UInt64(count), count).map {
      Float(($0 - 0.5) * 1e4) * ($0 < 0.1 ? 1e-30 : 1)
    }
    let expected = values.sorted()
    values.withUnsafeMutableBufferPointer { FloatSort.sort($0) }
    #expect(values == expected)
  }

  @Test func `sliced distance agrees with NumPy`() throws {
    let sliced = try SlicedWasserstein(
      dimension: 20, projections: 40, seed: 7)
    let a = try Inputs.features(50, 300, 20, 20)
    let b = try Inputs.features(60, 300, 20, 20)
    #expect(agree(try sliced.distance(a, b), Golden.slicedEqual, 1e-5))
    let part = try FeatureSet(
      values: Array(b.values[..<(187 * 20)]), dimension: 20)
    let found = try sliced.distance(a, part)
    #expect(agree(found, Golden.slicedUnequal, 1e-5))
    #expect(try sliced.distance(part, a) == found)
    #expect(try sliced.distance(a, a) == 0)
  }

  @Test
  func `the sliced distance of a shift is its length over root dimension`()
    throws
  {
    // E⟨θ, s⟩² = |s|²/d over the sphere.
    let sliced = try SlicedWasserstein(dimension: 8, projections: 1000)
    let a = try Inputs.features(70, 50, 8, 8)
    let b = try FeatureSet(values: a.values.map { $0 + 0.5 }, dimension: 8)
    #expect(agree(try sliced.distance(a, b), 0.5, 0.03))
  }

  @Test func `patch distance agrees with NumPy`() throws {
    func picture(_ seed: UInt64, _ noise: Double) throws -> PictureSamples {
      try PictureSamples(
        bytes: Inputs.picture(seed, 48, 40, 3, noise), width: 48, height: 40,
        channels: 3)
    }
    let patches = try PatchSlicedWasserstein(projections: 20, seed: 11)
    let found = try patches.distance(picture(5, 9), picture(6, 90))
    #expect(agree(found.full, Golden.patchSliced[0], 1e-4))
    #expect(agree(found.half, Golden.patchSliced[1], 1e-4))
    #expect(found.mean == (found.full + found.half) / 2)
    let same = try patches.distance(picture(5, 9), picture(5, 9))
    #expect(same.mean == 0)
    let coarse = try PatchSlicedWasserstein(projections: 20, seed: 11, step: 3)
      .distance(picture(5, 9), picture(6, 90))
    #expect(agree(coarse.full, found.full, 0.2) && coarse.full != found.full)
  }

  @Test func `halves are disjoint and their distance is a floor`() throws {
    let set = try FeatureSet(values: (0..<9).map { Float($0) }, dimension: 1)
    let halves = try set.halves(seed: 3)
    let all = halves.first.values + halves.second.values
    #expect(halves.first.count == 4 && Set(all).count == 8)
    #expect(halves.first.values != [0, 1, 2, 3])
    let data = try Inputs.features(80, 400, 6, 6)
    let floor = try FrechetDistance.floor(of: data)
    let other = try FrechetDistance.between(
      data, Inputs.features(90, 400, 6, 6))
    #expect(floor > 0 && floor < other / 5)
    let sliced = try SlicedWasserstein(dimension: 6)
    #expect(try sliced.floor(of: data) < 0.1)
  }

  @Test func `bad input is refused`() throws {
    #expect(throws: MetricError.badShape(values: 3, dimension: 2)) {
      try FeatureSet(values: [1, 2, 3], dimension: 2)
    }
    #expect(throws: MetricError.tooFew(what: "vectors", needed: 1, found: 0)) {
      try FeatureSet(values: [], dimension: 2)
    }
    #expect(throws: MetricError.notFinite(what: "vectors", index: 1)) {
      try FeatureSet(values: [1, .infinity], dimension: 2)
    }
    let one = try FeatureSet(values: [1, 2], dimension: 2)
    #expect(
      throws: MetricError.tooFew(
        what: "vectors for a covariance", needed: 2, found: 1)
    ) { try GaussianStatistics(one) }
    #expect(
      throws: MetricError.countMismatch(
        what: "values a vector", expected: 3, found: 2)
    ) { try SlicedWasserstein(dimension: 3).project(one) }
    let first = try SlicedWasserstein(dimension: 2, seed: 1).project(one)
    let second = try SlicedWasserstein(dimension: 2, seed: 2).project(one)
    #expect(throws: MetricError.self) { try first.distance(to: second) }
    #expect(
      throws: MetricError.badParameter(
        name: "projections", value: 0, allowed: "1…65536")
    ) { try SlicedWasserstein(dimension: 2, projections: 0) }
  }
}
