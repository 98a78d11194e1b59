import Codec
import EntropyCoding
import ModelPack

/// What the cells of a picture have more or less than the picture's quality.
struct QualityMap: Sendable, Equatable {
  /// One a cell, row by row, in steps of 16 quality indices.
  let steps: [Int8]

  /// The steps that a cell may have.
  static let range: ClosedRange<Int> = -4...8

  /// - Precondition: all steps lie in `range`.
  init(steps: [Int8]) { self.steps = steps }

  /// Chances of a step's difference from its prediction, in three contexts.
  struct Tables: Sendable {
    /// Cumulatives from 0 to 2^16, [3][symbols + 1].
    private let cumulative: [UInt32]
    /// Differences from −12 to 12.
    private static let reach = range.upperBound - range.lowerBound
    private static let symbols = 2 * reach + 1

    init(_ pack: ModelPack) throws(RDCError) {
      let values = try pack.integers("map", shape: [3, Self.symbols + 1])
      cumulative = values.map { UInt32(truncatingIfNeeded: $0) }
      for context in 0..<3 {
        let row = cumulative[part(context)]
        guard row.first == 0, row.last == 1 << 16,
          zip(row, row.dropFirst()).allSatisfy({ $0 < $1 })
        else {
          throw .codec(
            LatentFieldError.model(reason: "map: row \(context)"))
        }
      }
    }

    private func part(_ context: Int) -> Range<Int> {
      let width = Self.symbols + 1
      return context * width..<(context + 1) * width
    }

    /// The part of a difference.
    fileprivate func interval(
      _ context: Int, _ difference: Int
    ) -> (start: UInt32, size: UInt32) {
      let place = part(context).lowerBound + difference + Self.reach
      return (cumulative[place], cumulative[place + 1] - cumulative[place])
    }

    /// The difference whose part holds a target.
    fileprivate func difference(_ context: Int, at target: UInt32) -> Int {
      let row = cumulative[part(context)].dropFirst()
      let place = row.firstIndex { $0 > target } ?? row.endIndex - 1
      return place - row.startIndex - Self.reach
    }
  }

  /// What a step is predicted to be, and how sure that is.
  private static func prediction(
    _ steps: [Int8], columns: Int
  ) -> (step: Int, context: Int) {
    let place = steps.count
    let left = place % columns > 0 ? Int(steps[place - 1]) : nil
    let up = place >= columns ? Int(steps[place - columns]) : nil
    guard let left, let up else {
      guard let known = left ?? up else { return (0, 0) }
      return (known, 1)
    }
    return ((left + up) >> 1, left == up ? 1 : 2)
  }

  /// A step of another size than predicted is not worth its bits unless what is
  /// wanted is further away.
  private static let kept = 1.8

  /// The step of the next cell that is nearest to a wanted one, or what is
  /// predicted, if that is near enough.
  static func step(
    nearest wanted: Double, after steps: [Int8], columns: Int
  ) -> Int8 {
    let predicted = prediction(steps, columns: columns).step
    // What a hostile pack's rule wants may be no number at all.
    guard !wanted.isNaN else { return Int8(predicted) }
    let nearest = (wanted + 0.5).rounded(.down)
    let step = Int(
      min(max(nearest, Double(range.lowerBound)), Double(range.upperBound)))
    let isNear = abs(wanted - Double(predicted)) < kept
    return Int8(isNear ? predicted : step)
  }

  /// Reads a map of so many cells. The inverse of ``write(to:_:columns:)``.
  init(
    from decoder: inout RangeDecoder, _ tables: Tables, rows: Int, columns: Int
  ) throws(RDCError) {
    var steps: [Int8] = []
    for _ in 0..<rows * columns {
      let (predicted, context) = Self.prediction(steps, columns: columns)
      let difference = tables.difference(context, at: decoder.target())
      let part = tables.interval(context, difference)
      do { try decoder.advance(start: part.start, size: part.size) } catch {
        throw .entropy(error)
      }
      let step = predicted + difference
      guard Self.range.contains(step) else {
        throw .codec(
          LatentFieldError.map(cell: steps.count, step: step))
      }
      steps.append(Int8(step))
    }
    self.steps = steps
  }

  /// Writes the map.
  func write(
    to encoder: inout RangeEncoder, _ tables: Tables, columns: Int
  ) {
    var seen: [Int8] = []
    seen.reserveCapacity(steps.count)
    for step in steps {
      let (predicted, context) = Self.prediction(seen, columns: columns)
      let part = tables.interval(context, Int(step) - predicted)
      encoder.encode(start: part.start, size: part.size)
      seen.append(step)
    }
  }
}
