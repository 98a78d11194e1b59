/// Random numbers that encoder and decoder share because both know the seed.
///
/// The counter of a Philox block is (block, picture low, picture high, stream);
/// its key is the seed. Stream 0 is the dither of the quantizer; a head that
/// wants noise takes a stream of its own, so that no head's noise depends on
/// how much another one drew.
public struct CommonRandomness: Sendable, Hashable {
  /// The seed; 0 unless the file carries one.
  public let seed: UInt64

  /// The stream; 0 belongs to the quantizer.
  public let stream: UInt32

  private let generator: Philox4x32

  /// The numbers of one stream under one seed.
  public init(seed: UInt64, stream: UInt32) {
    self.seed = seed
    self.stream = stream
    generator = Philox4x32(seed: seed)
  }

  /// The block with a number, of a picture; `number` counts modulo 2^32.
  @inline(__always)
  func block(_ number: Int, picture: UInt64) -> Philox4x32.Words {
    generator.block(
      (
        UInt32(truncatingIfNeeded: number),
        UInt32(truncatingIfNeeded: picture),
        UInt32(truncatingIfNeeded: picture >> 32),
        stream
      ))
  }

  /// The four 32-bit words 4·`number`... of a picture, for those who read
  /// them out of order.
  ///
  /// - Precondition: `number` lies within 0..<2^32.
  public func words(
    block number: Int, picture: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    precondition(number >= 0 && number < 1 << 32)
    return block(number, picture: picture)
  }

  /// The 32-bit words `range` of a picture, four to a block.
  ///
  /// - Precondition: `range` lies within 0..<2^34.
  func forEachWord(
    picture: UInt64, in range: Range<Int>, _ body: (UInt32) -> Void
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= 1 << 34)
    var index = range.lowerBound
    while index < range.upperBound {
      let block = block(index >> 2, picture: picture)
      repeat {
        switch index & 3 {
        case 0: body(block.0)
        case 1: body(block.1)
        case 2: body(block.2)
        default: body(block.3)
        }
        index += 1
      } while index & 3 != 0 && index < range.upperBound
    }
  }

  /// Uniform numbers on a grid, in units of a step: in (−1/2, 1/2), mean 0.
  ///
  /// - Parameters:
  ///   - picture: the number of the picture in its file, from 0.
  ///   - range: the positions wanted, within 0..<2^34.
  ///   - grid: the values that may come.
  /// - Returns: one number for each position.
  public func uniform(
    picture: UInt64, _ range: Range<Int>, grid: DitherGrid
  ) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(range.count)
    forEachWord(picture: picture, in: range) {
      values.append(grid.offset(grid.index(of: $0)))
    }
    return values
  }

  /// Nearly normal numbers with mean 0 and variance 1 − 2^−16.
  ///
  /// Each is the sum of the twelve bytes of words 0, 1 and 2 of a block of its
  /// own, less 1530, over 256: an Irwin–Hall sum. It uses integers alone and
  /// every value is a multiple of 1/256 in ±1530/256, which `Float` holds
  /// exactly. Twelve terms because the variance is then 65535/65536, so no
  /// irrational scale is needed; the excess kurtosis is −0.1.
  ///
  /// - Parameters:
  ///   - picture: the number of the picture in its file, from 0.
  ///   - range: the positions wanted, within 0..<2^32.
  /// - Returns: one number for each position.
  public func normal(picture: UInt64, _ range: Range<Int>) -> [Float] {
    precondition(range.lowerBound >= 0 && range.upperBound <= 1 << 32)
    return range.map { index in
      let block = block(index, picture: picture)
      let sum =
        Self.byteSum(block.0) + Self.byteSum(block.1) + Self.byteSum(block.2)
      return Float(sum - 1530) * 0x1p-8
    }
  }

  /// The sum of the four bytes of a word.
  private static func byteSum(_ word: UInt32) -> Int {
    let pairs = (word & 0x00FF_00FF) &+ ((word >> 8) & 0x00FF_00FF)
    return Int((pairs & 0xFFFF) &+ (pairs >> 16))
  }
}
