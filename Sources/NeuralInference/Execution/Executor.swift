/// Runs the steps of a plan. Shapes and sizes have been checked by the plan;
/// pointers stay inside this folder.
struct Executor {
  let isa: Int32
  let workers: Workers

  /// Elements of one part of element-wise work (64 KiB).
  static let grain = 1 << 14

  init(context: ExecutionContext) {
    isa = context.isa.code
    workers = Workers(threads: context.threads)
  }

  /// Computes some lines of a step's result on the tensors of all slots that
  /// are alive.
  func run(
    _ step: Step, of graph: Graph, on views: [View?], lines: Range<Int>
  ) {
    let layer = graph.layers[step.layer]
    let inputs = layer.inputs.compactMap { views[$0] }
    guard !lines.isEmpty, let output = views[step.output],
      let input = inputs.first
    else { return }
    let followers = step.followers.compactMap {
      ElementwiseKernel(
        graph.layers[$0.layer].operation,
        operand: $0.operand.flatMap { views[$0] }, output: output)
    }
    let rows = output.rows(of: lines)
    switch layer.operation {
    case .linear(let plan), .affine(let plan):
      convolve(
        plan, input, picture: (1, 1), result: (1, 1), output, rows: rows,
        then: followers)
    case .convolution(let plan):
      convolve(
        plan, input, picture: (input.shape[1], input.shape[2]),
        result: (output.shape[1], output.shape[2]), output, rows: rows,
        then: followers)
    case .scale, .activation, .add, .multiply:
      let kernel = ElementwiseKernel(
        layer.operation, operand: inputs.count == 2 ? inputs[1] : nil,
        output: output)
      guard let kernel else { return }
      apply([kernel] + followers, input.values, to: output, split: rows)
    case .layout(let operation): move(input, operation, output, lines: lines)
    case .pooling(let operation): pool(input, operation, output, lines: lines)
    case .globalAveragePool: globalAveragePool(input, output)
    case .flatten, .reshape:
      guard input.values != output.values else { return }
      output.values.update(
        from: input.values, count: output.rows * output.channels)
    case .concat: concat(inputs, output, rows: rows)
    case .slice(let from, _): slice(input, from: from, output, rows: rows)
    }
  }
}
