import CKernels

/// An element-wise layer with the addresses of what it needs.
enum ElementwiseKernel {
  /// Which of the two-operand operations.
  enum Pairing { case add, multiply }

  case activation(Activation)
  /// With a tensor of the same shape.
  case values(Pairing, UnsafePointer<Float>)
  /// With a row of channels for every `rows` rows.
  case channels(Pairing, UnsafePointer<Float>, rows: Int)

  /// Nothing if the operation is no element-wise one.
  init?(_ operation: PreparedOperation, operand: View?, output: View) {
    switch operation {
    case .activation(let activation): self = .activation(activation)
    case .scale(let weights):
      self = .channels(.multiply, weights.pointer, rows: output.rows)
    case .add: self.init(.add, operand, output)
    case .multiply: self.init(.multiply, operand, output)
    default: return nil
    }
  }

  private init?(_ pairing: Pairing, _ operand: View?, _ output: View) {
    guard let operand else { return nil }
    if operand.shape == output.shape {
      self = .values(pairing, operand.values)
    } else {
      // One row for all, or one for each picture.
      let pictures = operand.shape.count == 1 ? 1 : output.shape[0]
      self = .channels(
        pairing, operand.values, rows: output.rows / pictures)
    }
  }

  /// Computes some rows of the result. `source` is where all rows of the first
  /// input begin, maybe `target`, where all rows of the result begin.
  func run(
    _ isa: Int32, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, rows: Range<Int>, channels: Int
  ) {
    let first = rows.lowerBound * channels
    let count = Int64(rows.count * channels)
    let (x, out) = (source + first, target + first)
    switch self {
    case .activation(.relu): rdc_relu(isa, x, out, count)
    case .activation(.leakyRelu(let slope)):
      rdc_leaky_relu(isa, x, slope, out, count)
    case .activation(.hardSwish(let slope)):
      rdc_hard_swish(isa, x, slope, out, count)
    case .activation(.clamp(let low, let high)):
      rdc_clamp(isa, x, low, high, out, count)
    case .values(.add, let other): rdc_add(isa, x, other + first, out, count)
    case .values(.multiply, let other):
      rdc_multiply(isa, x, other + first, out, count)
    case .channels(let pairing, let other, let period):
      var row = rows.lowerBound
      while row < rows.upperBound {
        let picture = row / period
        let end = min(rows.upperBound, (picture + 1) * period)
        let place = row * channels
        let values = other + picture * channels
        switch pairing {
        case .add:
          rdc_add_channels(
            isa, source + place, values, target + place, Int64(end - row),
            Int64(channels))
        case .multiply:
          rdc_multiply_channels(
            isa, source + place, values, target + place, Int64(end - row),
            Int64(channels))
        }
        row = end
      }
    }
  }
}
