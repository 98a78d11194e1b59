/// Eigenvalues and eigenvectors of a real symmetric matrix.
///
/// Householder reflections to tridiagonal form, then implicit QL steps with
/// Wilkinson's shift. Source: Golub and Van Loan, "Matrix Computations", 4th
/// edition, sections 8.3.1 and 8.3.3–8.3.5. Errors are of the order of the
/// machine precision times the greatest eigenvalue, whatever the rank.
struct SymmetricEigen {
  /// Eigenvalues, in no stated order.
  private(set) var values: [Double]
  /// Row i is the unit eigenvector of `values[i]`.
  private(set) var vectors: [Double]

  /// Takes `n × n` values, of which the symmetric part counts.
  init(_ matrix: [Double], n: Int) throws(MetricError) {
    var a = matrix
    var offDiagonal = [Double](repeating: 0, count: n)
    values = [Double](repeating: 0, count: n)
    vectors = [Double](repeating: 0, count: n * n)
    for i in 0..<n { vectors[i * n + i] = 1 }
    Self.reduce(&a, &vectors, n)
    for i in 0..<n {
      values[i] = a[i * n + i]
      if i + 1 < n { offDiagonal[i] = a[i * n + i + 1] }
    }
    try Self.iterate(&values, &offDiagonal, &vectors, n)
  }

  /// A ← H A H for one reflection H = 1 − 2vvᵀ a column, Qᵀ ← H Qᵀ.
  private static func reduce(
    _ matrix: inout [Double], _ transposed: inout [Double], _ n: Int
  ) {
    guard n > 2 else { return }
    var v = [Double](repeating: 0, count: n)
    var w = [Double](repeating: 0, count: n)
    matrix.withUnsafeMutableBufferPointer { a in
      transposed.withUnsafeMutableBufferPointer { q in
        for k in 0..<(n - 2) {
          var squares = 0.0
          for i in (k + 1)..<n {
            v[i] = a[k * n + i]
            squares += v[i] * v[i]
          }
          let tail = squares - v[k + 1] * v[k + 1]
          if tail <= 0 { continue }
          let alpha =
            v[k + 1] > 0 ? -squares.squareRoot() : squares.squareRoot()
          v[k + 1] -= alpha
          let length = (tail + v[k + 1] * v[k + 1]).squareRoot()
          for i in (k + 1)..<n { v[i] /= length }
          reflect(a, v, &w, k, n)
          a[k * n + k + 1] = alpha
          reflectRows(q, v, &w, k, n)
        }
      }
    }
  }

  /// The trailing block of A, by rows: A − 2vwᵀ − 2wvᵀ, w = Av − (vᵀAv)v.
  private static func reflect(
    _ a: UnsafeMutableBufferPointer<Double>, _ v: [Double],
    _ w: inout [Double], _ k: Int, _ n: Int
  ) {
    var product = 0.0
    for i in (k + 1)..<n { w[i] = 0 }
    v.withUnsafeBufferPointer { v in
      w.withUnsafeMutableBufferPointer { w in
        // Row i adds v[i]·A[i, :], which is contiguous, A being symmetric.
        for i in (k + 1)..<n {
          let factor = v[i]
          for j in (k + 1)..<n { w[j] += factor * a[i &* n &+ j] }
        }
        for i in (k + 1)..<n { product += v[i] * w[i] }
        for i in (k + 1)..<n { w[i] -= product * v[i] }
        for i in (k + 1)..<n {
          let (vi, wi) = (2 * v[i], 2 * w[i])
          for j in (k + 1)..<n { a[i &* n &+ j] -= vi * w[j] + wi * v[j] }
        }
      }
    }
  }

  private static func reflectRows(
    _ q: UnsafeMutableBufferPointer<Double>, _ v: [Double],
    _ sum: inout [Double], _ k: Int, _ n: Int
  ) {
    v.withUnsafeBufferPointer { v in
      sum.withUnsafeMutableBufferPointer { sum in
        for j in 0..<n { sum[j] = 0 }
        for i in (k + 1)..<n {
          let factor = v[i]
          for j in 0..<n { sum[j] += factor * q[i &* n &+ j] }
        }
        for i in (k + 1)..<n {
          let factor = 2 * v[i]
          for j in 0..<n { q[i &* n &+ j] -= factor * sum[j] }
        }
      }
    }
  }

  private static func iterate(
    _ d: inout [Double], _ e: inout [Double], _ z: inout [Double], _ n: Int
  ) throws(MetricError) {
    var norm = 0.0
    for i in 0..<n { norm = max(norm, abs(d[i]) + abs(e[i])) }
    let tiny = Double.ulpOfOne * norm
    for l in 0..<n {
      var iterations = 0
      while true {
        var m = l
        while m < n - 1, abs(e[m]) > tiny { m += 1 }
        if m == l { break }
        iterations += 1
        if iterations > 100 {
          throw .noConvergence(eigenvalue: l, iterations: iterations)
        }
        step(&d, &e, &z, from: l, to: m, n)
      }
    }
  }

  /// One implicit QL sweep over the unreduced block l…m.
  private static func step(
    _ d: inout [Double], _ e: inout [Double], _ z: inout [Double],
    from l: Int, to m: Int, _ n: Int
  ) {
    var g = (d[l + 1] - d[l]) / (2 * e[l])
    let root = (g * g + 1).squareRoot()
    g = d[m] - d[l] + e[l] / (g + (g < 0 ? -root : root))
    var (s, c, p) = (1.0, 1.0, 0.0)
    for i in stride(from: m - 1, through: l, by: -1) {
      let f = s * e[i]
      let b = c * e[i]
      let r = (f * f + g * g).squareRoot()
      e[i + 1] = r
      if r == 0 {
        d[i + 1] -= p
        e[m] = 0
        return
      }
      s = f / r
      c = g / r
      g = d[i + 1] - p
      let t = (d[i] - g) * s + 2 * c * b
      p = s * t
      d[i + 1] = g + p
      g = c * t - b
      rotate(&z, i, s, c, n)
    }
    d[l] -= p
    e[l] = g
    e[m] = 0
  }

  private static func rotate(
    _ z: inout [Double], _ i: Int, _ s: Double, _ c: Double, _ n: Int
  ) {
    z.withUnsafeMutableBufferPointer { z in
      let lower = i &* n
      let upper = lower &+ n
      for k in 0..<n {
        let f = z[upper &+ k]
        let h = z[lower &+ k]
        z[upper &+ k] = s * h + c * f
        z[lower &+ k] = c * h - s * f
      }
    }
  }
}
