extension Executor {
  /// Runs element-wise kernels one after another on each part of the rows.
  func apply(
    _ kernels: [ElementwiseKernel], _ source: UnsafePointer<Float>,
    to output: View
  ) {
    let grain = max(1, Self.grain / output.channels)
    workers.split(count: output.rows, grain: grain) { rows in
      apply(kernels, source, to: output, rows: rows)
    }
  }

  /// The same for some of the rows, in parts that stay in a cache.
  func apply(
    _ kernels: [ElementwiseKernel], _ source: UnsafePointer<Float>,
    to output: View, rows: Range<Int>
  ) {
    guard !kernels.isEmpty else { return }
    let grain = max(1, Self.grain / output.channels)
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: grain) {
      let part = row..<min(rows.upperBound, row + grain)
      var from = source
      for kernel in kernels {
        kernel.run(
          isa, from, output.values, rows: part, channels: output.channels)
        from = UnsafePointer(output.values)
      }
    }
  }
}
