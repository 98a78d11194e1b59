import CKernels

extension Executor {
  /// Below this number of multiply-accumulates, threads cost more than they
  /// save.
  static let serialWork = 1 << 18
  /// Rows of one part: the block of the kernels, and the unit of smaller ones.
  static let blockRows = 96
  static let unitRows = 12

  /// Some rows of a convolution, and then `followers` on them.
  func convolve(
    _ plan: Convolution, _ input: View,
    picture: (height: Int, width: Int),
    result: (height: Int, width: Int), _ output: View, rows: Range<Int>,
    then followers: [ElementwiseKernel]
  ) {
    var layout = rdc_conv2d_shape(
      input_height: Int64(picture.height), input_width: Int64(picture.width),
      input_channels: Int64(plan.inputChannels),
      output_height: Int64(result.height), output_width: Int64(result.width),
      output_channels: Int64(plan.outputChannels),
      kernel_height: Int64(plan.kernelHeight),
      kernel_width: Int64(plan.kernelWidth), stride: Int64(plan.stride),
      pad_top: Int64(plan.padding.top), pad_left: Int64(plan.padding.left),
      replicate: plan.paddingMode == .replicate ? 1 : 0,
      zeros: plan.zeros.pointer)
    let panelWidth = Int(RDC_PANEL)
    let panels =
      plan.kind == .dense
      ? (plan.outputChannels + panelWidth - 1) / panelWidth : 1
    let grains = grains(
      plan, rows: rows.count, width: result.width, panels: panels,
      isFollowed: !followers.isEmpty)
    let rowParts = (rows.count + grains.rows - 1) / grains.rows
    let panelParts = (panels + grains.panels - 1) / grains.panels
    withUnsafePointer(to: &layout) { layout in
      workers.split(count: rowParts * panelParts, grain: 1) { parts in
        for part in parts {
          let row = rows.lowerBound + part / panelParts * grains.rows
          let panel = part % panelParts * grains.panels
          let end = min(rows.upperBound, row + grains.rows)
          switch plan.kind {
          case .dense:
            rdc_conv2d(
              isa, layout, input.values, plan.weights.pointer,
              plan.bias.pointer, output.values, Int64(row),
              Int64(end), Int64(panel),
              Int64(min(panels, panel + grains.panels)))
          case .depthwise:
            rdc_depthwise(
              isa, layout, input.values, plan.weights.pointer,
              plan.bias.pointer, output.values, Int64(row),
              Int64(end))
          }
          if panelParts == 1 {
            apply(followers, output.values, to: output, rows: row..<end)
          }
        }
      }
    }
    // Rows whose channels are several parts are few.
    if panelParts > 1 {
      apply(followers, output.values, to: output, split: rows)
    }
  }

  /// How many rows and panels make one part: enough parts for the threads,
  /// by rows if there are enough of them and else by panels too; and so few
  /// rows that those who follow find them in a cache.
  private func grains(
    _ plan: Convolution, rows: Int, width: Int, panels: Int, isFollowed: Bool
  ) -> (rows: Int, panels: Int) {
    let work = rows * plan.multiplyAccumulatesPerRow
    let isSplit = workers.threads > 1 && work > Self.serialWork
    // What uses each of two threads well.
    let wanted = isSplit ? 2 * workers.threads : 1
    let share = min(Self.blockRows, max(1, rows / wanted))
    if plan.kind == .depthwise {
      // Its kernels take runs of a line.
      return (max(1, share / width) * width, 1)
    }
    guard isSplit else {
      // Kernels for few outputs take whole pictures.
      let isBlocked = isFollowed && plan.outputChannels > 4
      return (isBlocked ? Self.blockRows : rows, panels)
    }
    let units = (share + Self.unitRows - 1) / Self.unitRows
    let rowGrain = min(Self.blockRows, units * Self.unitRows)
    let rowParts = (rows + rowGrain - 1) / rowGrain
    guard rowParts < wanted else { return (rowGrain, panels) }
    let panelParts = min(panels, (wanted + rowParts - 1) / rowParts)
    return (rowGrain, (panels + panelParts - 1) / panelParts)
  }
}
