import CKernels

/// A group's network at each level of quality, as the kernels read it.
struct ContextNetworks: ~Copyable {
  /// One a level; the kernels keep pointers.
  let base: UnsafeMutablePointer<rdc_context_group>
  private let biases: [FixedValues<Int32>]

  init(_ group: ContextGroup, levels: [Int]) {
    var biases: [FixedValues<Int32>] = []
    base = .allocate(capacity: levels.count)
    for (level, quality) in levels.enumerated() {
      let hiddenBias = FixedValues(group.hiddenBias(at: quality))
      let bias = FixedValues(group.bias(at: quality))
      biases += [hiddenBias, bias]
      (base + level).initialize(
        to: group.network(
          hiddenBias, bias, flagBias: group.flagBias(at: quality)))
    }
    self.biases = biases
  }

  deinit { base.deallocate() }
}

extension ContextGroup {
  /// The network at one quality.
  fileprivate func network(
    _ hiddenBias: FixedValues<Int32>, _ bias: FixedValues<Int32>,
    flagBias: Int32
  ) -> rdc_context_group {
    rdc_context_group(
      rows: rows.base, hidden: Int64(hidden), hidden_bias: hiddenBias.base,
      window: Int64(slots.first), own_row: Int64(ownRow ?? -1),
      own: Int64(slots.pairs), dense_row: Int64(denseRow),
      slopes: Int64(slopes), near: Int64(near),
      flag: isReference ? nil : flag.base, flag_bias: flagBias,
      leave: leave.base, outputs: Int64(paddedOutputs), bias: bias.base,
      same: isReference ? nil : same.base, linear: hasMean ? linear.base : nil)
  }
}
