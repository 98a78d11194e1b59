/// Operations that only move values.
extension Executor {
  func move(
    _ input: Tensor, _ operation: LayoutOperation, shape: [Int]
  ) -> Tensor {
    switch operation {
    case .depthToSpace(let block):
      depthToSpace(input, block: block, shape: shape)
    case .spaceToDepth(let block):
      spaceToDepth(input, block: block, shape: shape)
    case .upsample(let factor):
      upsample(input, factor: factor, shape: shape)
    case .mirrorPad(let size): mirrorPad(input, size: size, shape: shape)
    case .crop(let size): crop(input, size: size, shape: shape)
    }
  }

  private func depthToSpace(_ input: Tensor, block: Int, shape: [Int]) -> Tensor
  {
    make(shape) { fine in
      read(input) { coarse in
        blocks(of: shape, block: block) { fineOffset, coarseOffset, count in
          (fine + fineOffset).update(from: coarse + coarseOffset, count: count)
        }
      }
    }
  }

  private func spaceToDepth(_ input: Tensor, block: Int, shape: [Int]) -> Tensor
  {
    make(shape) { coarse in
      read(input) { fine in
        blocks(of: input.shape, block: block) {
          fineOffset, coarseOffset, count in
          (coarse + coarseOffset).update(from: fine + fineOffset, count: count)
        }
      }
    }
  }

  /// Visits the runs of `block` pixels that are side by side both in the fine
  /// picture `[N, H·b, W·b, C]` and in the channels of the coarse one.
  private func blocks(
    of fine: [Int], block: Int, _ body: (Int, Int, Int) -> Void
  ) {
    let run = block * fine[3]
    let (lines, runs) = (fine[0] * fine[1], fine[2] / block)
    for line in 0..<lines {
      // Lines of all pictures, since the height is a multiple of the block.
      let (coarseLine, offset) = line.quotientAndRemainder(dividingBy: block)
      for x in 0..<runs {
        body(
          (line * runs + x) * run,
          ((coarseLine * runs + x) * block + offset) * run, run)
      }
    }
  }

  private func upsample(_ input: Tensor, factor: Int, shape: [Int]) -> Tensor {
    let (width, channels) = (input.shape[2], shape[3])
    let line = shape[2] * channels
    return make(shape) { output in
      read(input) { input in
        for y in 0..<shape[0] * shape[1] / factor {
          let source = input + y * width * channels
          let target = output + y * factor * line
          for x in 0..<shape[2] {
            (target + x * channels).update(
              from: source + x / factor * channels, count: channels)
          }
          for copy in 1..<factor {
            (target + copy * line).update(from: target, count: line)
          }
        }
      }
    }
  }

  private func mirrorPad(_ input: Tensor, size: Int, shape: [Int]) -> Tensor {
    let (height, width) = (input.shape[1], input.shape[2])
    let channels = shape[3]
    // Where a place beyond an edge lies in the picture.
    func mirrored(_ place: Int, _ side: Int) -> Int {
      place < 0 ? -1 - place : place >= side ? 2 * side - 1 - place : place
    }
    return make(shape) { output in
      read(input) { input in
        for row in 0..<shape[0] * shape[1] {
          let (picture, y) = row.quotientAndRemainder(dividingBy: shape[1])
          let source =
            input + (picture * height + mirrored(y - size, height)) * width
            * channels
          let target = output + row * shape[2] * channels
          (target + size * channels).update(
            from: source, count: width * channels)
          for x in 0..<size {
            (target + x * channels).update(
              from: source + mirrored(x - size, width) * channels,
              count: channels)
            (target + (size + width + x) * channels).update(
              from: source + mirrored(width + x, width) * channels,
              count: channels)
          }
        }
      }
    }
  }

  private func crop(_ input: Tensor, size: Int, shape: [Int]) -> Tensor {
    let run = shape[2] * shape[3]
    return make(shape) { output in
      read(input) { input in
        for row in 0..<shape[0] * shape[1] {
          let (picture, y) = row.quotientAndRemainder(dividingBy: shape[1])
          let line = picture * (shape[1] + 2 * size) + y + size
          (output + row * run).update(
            from: input
              + (line * (shape[2] + 2 * size) + size) * shape[3],
            count: run)
        }
      }
    }
  }

  func concat(_ inputs: [Tensor], shape: [Int]) -> Tensor {
    let channels = shape[shape.count - 1]
    let rows = shape.dropLast().reduce(1, *)
    return make(shape) { output in
      var first = 0
      for input in inputs {
        let count = input.shape[input.shape.count - 1]
        read(input) { input in
          for row in 0..<rows {
            (output + row * channels + first).update(
              from: input + row * count, count: count)
          }
        }
        first += count
      }
    }
  }

  func slice(_ input: Tensor, from: Int, shape: [Int]) -> Tensor {
    let count = shape[shape.count - 1]
    let channels = input.shape[input.shape.count - 1]
    return make(shape) { output in
      read(input) { input in
        for row in 0..<shape.dropLast().reduce(1, *) {
          (output + row * count).update(
            from: input + row * channels + from, count: count)
        }
      }
    }
  }
}
