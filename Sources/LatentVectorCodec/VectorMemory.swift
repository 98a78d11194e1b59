import Codec
import Container
import NeuralInference
import Support

/// The bytes that coding pictures of a latent-vector model takes, estimated
/// from above: the process with its networks, what grows a little with the
/// number of pictures, those that are held at a time, and what the threads take.
///
/// The constant is a little above what `/usr/bin/time -v` tells of `rdc` with
/// the embedded model; the memory of the networks' runs is planned before it is
/// taken.
struct VectorMemory {
  let rung: VectorRung
  /// Pictures in all.
  let count: Int
  /// What the pictures' names take, if the file has any.
  private var names = 0

  /// The program, its models' descriptions and the networks.
  private static let process = 48 << 20
  /// Far more than there is, and no overflow when a few are added.
  private static let most = Int.max >> 8

  init(_ rung: VectorRung, count: Int) {
    self.rung = rung
    self.count = count
  }

  init(_ rung: VectorRung, of file: RDCFile) {
    self.init(rung, count: Int(clamping: file.count))
    // Lines of text, each of them as a string then.
    let lines = file.section(.names).map { PictureNames.statedBytes($0) } ?? 0
    names = Self.times(lines, 3) + Self.times(lines == 0 ? 0 : count, 96)
  }

  /// Reading the indices of a payload, and nothing more.
  func opening(payload: Int) -> Int {
    // The payload lies in the bytes of the file, too.
    Self.process + 2 * payload + indices + names
  }

  /// Decoding as many pictures at a time, by runs of the networks that take so
  /// many bytes each.
  func decoding(_ pictures: Int, runs: Int, threads: Int) -> Int {
    // As samples, and as the bytes that are written.
    Self.process + indices + names
      + Self.times(pictures, 2 * rung.sampleCount) + Self.times(threads, runs)
  }

  /// Reading labels of as many pictures at a time.
  func classifying(_ pictures: Int, runs: Int, threads: Int) -> Int {
    // Batch by batch, together, and as a row for each picture.
    let classes = rung.vector.labels.count
    return Self.process + indices + names
      + Self.times(pictures, 12 * classes + 96) + Self.times(threads, runs)
  }

  /// Encoding as many pictures at a time of a stream that holds so many bytes
  /// by itself.
  func encoding(_ pictures: Int, held: Int, runs: Int, threads: Int) -> Int {
    // Samples as they are read and admitted, and as numbers of 32 bits.
    Self.process + indices + Self.times(held, 3)
      + Self.times(pictures, 6 * rung.sampleCount) + Self.times(threads, runs)
  }

  /// A byte each, in arrays that grow to twice their size.
  private var indices: Int { Self.times(count, 4 * rung.latents) }

  private static func times(_ a: Int, _ b: Int) -> Int {
    min(checkedProduct(a, b) ?? most, most)
  }
}
