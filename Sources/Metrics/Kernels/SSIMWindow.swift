import RealModule
import Support

/// One scale of structural similarity: local statistics under an 11×11
/// Gaussian (σ 1.5), averaged over all whole windows of the picture.
///
/// Source: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from
/// error visibility to structural similarity", 2004, equations 13–16.
enum SSIMWindow {
  /// Means over the picture of the contrast–structure term and of the whole
  /// index.
  struct Means {
    var contrastStructure: Double
    var similarity: Double
  }

  static let taps: [Float] = {
    let raw = (-5...5).map { Double.exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
    let total = raw.reduce(0, +)
    return raw.map { Float($0 / total) }
  }()

  /// One result a channel; both pictures have the same shape, at least 11×11.
  static func means(_ a: PictureSamples, _ b: PictureSamples) -> [Means] {
    var results = [Means](
      repeating: Means(contrastStructure: 0, similarity: 0), count: a.channels)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      Parallel.forEach(a.channels) { channel in
        results[channel] = means(
          a.planes[channel], b.planes[channel], width: a.width,
          height: a.height)
      }
    }
    return results
  }

  private static func means(
    _ a: [Float], _ b: [Float], width: Int, height: Int
  ) -> Means {
    // Differences from the middle gray lose fewer digits of a variance.
    let x = a.map { $0 - 0.5 }
    let y = b.map { $0 - 0.5 }
    let meanX = blur(x, width, height)
    let meanY = blur(y, width, height)
    let squareX = blur(zip(x, x).map { $0 * $1 }, width, height)
    let squareY = blur(zip(y, y).map { $0 * $1 }, width, height)
    let product = blur(zip(x, y).map { $0 * $1 }, width, height)
    let (c1, c2) = (0.01 * 0.01, 0.03 * 0.03)
    var sums = Means(contrastStructure: 0, similarity: 0)
    for index in meanX.indices {
      let (mx, my) = (Double(meanX[index]), Double(meanY[index]))
      let varianceX = Double(squareX[index]) - mx * mx
      let varianceY = Double(squareY[index]) - my * my
      let covariance = Double(product[index]) - mx * my
      let (lx, ly) = (mx + 0.5, my + 0.5)
      let contrast = (2 * covariance + c2) / (varianceX + varianceY + c2)
      sums.contrastStructure += contrast
      sums.similarity +=
        contrast * (2 * lx * ly + c1) / (lx * lx + ly * ly + c1)
    }
    sums.contrastStructure /= Double(meanX.count)
    sums.similarity /= Double(meanX.count)
    return sums
  }

  /// Separable window, whole windows only: (height − 10) × (width − 10).
  private static func blur(
    _ plane: [Float], _ width: Int, _ height: Int
  ) -> [Float] {
    let outWidth = width - 10
    let outHeight = height - 10
    var across = [Float](repeating: 0, count: outWidth * height)
    var result = [Float](repeating: 0, count: outWidth * outHeight)
    plane.withUnsafeBufferPointer { plane in
      across.withUnsafeMutableBufferPointer { across in
        for y in 0..<height {
          for (k, tap) in taps.enumerated() {
            let source = y * width + k
            let target = y * outWidth
            for x in 0..<outWidth {
              across[target &+ x] += tap * plane[source &+ x]
            }
          }
        }
      }
    }
    across.withUnsafeBufferPointer { across in
      result.withUnsafeMutableBufferPointer { result in
        for y in 0..<outHeight {
          for (k, tap) in taps.enumerated() {
            let source = (y + k) * outWidth
            let target = y * outWidth
            for x in 0..<outWidth {
              result[target &+ x] += tap * across[source &+ x]
            }
          }
        }
      }
    }
    return result
  }
}
