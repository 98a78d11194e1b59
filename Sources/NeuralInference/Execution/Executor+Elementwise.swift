extension Executor {
  /// Runs element-wise kernels one after another on each part of some rows,
  /// which the threads share.
  func apply(
    _ kernels: [ElementwiseKernel], _ source: UnsafePointer<Float>,
    to output: View, split rows: Range<Int>
  ) {
    guard !kernels.isEmpty else { return }
    let grain = max(1, Self.grain / output.channels)
    workers.split(rows, grain: grain) { rows in
      apply(kernels, source, to: output, rows: rows)
    }
  }

  /// The same on one thread, in parts that stay in a cache.
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
