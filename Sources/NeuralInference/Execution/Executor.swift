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

  /// Computes one step on the tensors of all slots that are alive.
  func run(_ step: Step, of graph: Graph, on views: [View?]) {
    let layer = graph.layers[step.layer]
    let inputs = layer.inputs.compactMap { views[$0] }
    guard let output = views[step.output], let input = inputs.first else {
      return
    }
    let followers = step.followers.compactMap {
      ElementwiseKernel(
        graph.layers[$0.layer].operation,
        operand: $0.operand.flatMap { views[$0] }, output: output)
    }
    switch layer.operation {
    case .linear(let plan), .affine(let plan):
      convolve(
        plan, input, picture: (1, 1), result: (1, 1, output.rows), output,
        then: followers)
    case .convolution(let plan):
      let shape = output.shape
      convolve(
        plan, input, picture: (input.shape[1], input.shape[2]),
        result: (shape[1], shape[2], output.rows), output, then: followers)
    case .scale, .activation, .add, .multiply:
      let kernel = ElementwiseKernel(
        layer.operation, operand: inputs.count == 2 ? inputs[1] : nil,
        output: output)
      guard let kernel else { return }
      apply([kernel] + followers, input.values, to: output)
    case .layout(let operation): move(input, operation, output)
    case .pooling(let operation): pool(input, operation, output)
    case .globalAveragePool: globalAveragePool(input, output)
    case .flatten, .reshape:
      guard input.values != output.values else { return }
      output.values.update(from: input.values, count: output.count)
    case .concat: concat(inputs, output)
    case .slice(let from, _): slice(input, from: from, output)
    }
  }
}
