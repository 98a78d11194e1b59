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
              for dx in 0..<side {
                let weight = filter[(channel * side + dy) * side + dx]
                let start = (y + dy) * picture.width + dx
                for x in 0..<columns {
                  line[x] += weight * plane[start &+ x]
                }
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
