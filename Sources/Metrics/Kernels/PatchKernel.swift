/// Projects every patch of a picture onto one direction: a convolution.
enum PatchKernel {
  /// One value a patch whose corner is at a multiple of `step`, row by row.
  /// `filter` holds channel × 7 × 7 weights; the picture is at least 7×7.
  static func project(
    _ picture: PictureSamples, filter: [Float], step: Int
  ) -> [Float] {
    let side = PatchSlicedWasserstein.side
    let columns = picture.width - side + 1
    let rows = picture.height - side + 1
    precondition(columns > 0 && rows > 0)
    precondition(filter.count == picture.channels * side * side)
    var line = [Float](repeating: 0, count: columns)
    var result: [Float] = []
    result.reserveCapacity(
      ((rows + step - 1) / step) * ((columns + step - 1) / step))
    for y in stride(from: 0, to: rows, by: step) {
      line.withUnsafeMutableBufferPointer { line in
        for x in 0..<columns { line[x] = 0 }
        for (channel, plane) in picture.planes.enumerated() {
          plane.withUnsafeBufferPointer { plane in
            for dy in 0..<side {
              let w = (channel * side + dy) * side
              let (w0, w1, w2, w3) = (
                filter[w], filter[w + 1], filter[w + 2], filter[w + 3]
              )
              let (w4, w5, w6) = (filter[w + 4], filter[w + 5], filter[w + 6])
              let start = (y + dy) * picture.width
              // A row of the filter at a time: fewer loads and stores.
              for x in 0..<columns {
                let p = start &+ x
                var sum = line[x]
                sum += w0 * plane[p]
                sum += w1 * plane[p &+ 1]
                sum += w2 * plane[p &+ 2]
                sum += w3 * plane[p &+ 3]
                sum += w4 * plane[p &+ 4]
                sum += w5 * plane[p &+ 5]
                sum += w6 * plane[p &+ 6]
                line[x] = sum
              }
            }
          }
        }
      }
      if step == 1 {
        result += line
      } else {
        for x in stride(from: 0, to: columns, by: step) {
          result.append(line[x])
        }
      }
    }
    return result
  }
}
