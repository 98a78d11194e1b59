import Codec
import Container
import NeuralInference
import PictureFiles

/// Reads a `.rdc` file with a head of the reader's choice. The inverse of
/// `LatentVectorEncoder`.
///
/// The indices are decoded and checked once; every head then reads the same.
public struct LatentVectorDecoder: Sendable {
  /// The file's fields.
  public let file: RDCFile
  /// The model that the file names.
  public let model: Model
  /// The indices of each picture.
  public let indices: [[UInt8]]
  private let rung: VectorRung

  /// Parses a file and decodes its indices.
  ///
  /// - Parameter models: where to look for the model that the file names.
  /// - Throws: an ``RDCError`` for any damage: truncated, altered or
  ///   impossible files do not get past this point.
  public init(_ bytes: [UInt8], models: [Model]) throws(RDCError) {
    do {
      file = try RDCFile.parse(bytes)
    } catch {
      throw .container(error)
    }
    model = try Model.named(in: file, among: models)
    guard file.dimensions == nil else {
      throw .unexpectedField("picture dimensions")
    }
    rung = try VectorRung(model, number: Int(file.quality))
    indices = try VectorPayload.decode(
      file.payload, count: file.count, rung: rung, seed: file.seed)
  }

  /// Whether the file is an archive, of however many pictures.
  public var isArchive: Bool { file.face != .compact }

  /// How many pictures the file holds.
  public var count: Int { indices.count }

  /// Nominal bits a picture of the rung.
  public var nominalBits: Double { rung.description.bits }

  /// The pictures as a head reads them.
  ///
  /// - Parameters:
  ///   - strength: 0 is the distortion head, 1 the chosen one.
  ///   - pick: one picture alone, or all of them.
  public func pictures(
    head: Head, strength: Float = 1, pick: Int? = nil, execution: Execution
  ) throws(RDCError) -> IDXImages {
    try prepared(head: head, strength: strength).pictures(
      pick: pick, execution: execution)
  }

  /// Loads a head once, for those who read with it again and again.
  ///
  /// - Parameter strength: as for ``pictures(head:strength:pick:execution:)``.
  public func prepared(
    head: Head, strength: Float = 1
  ) throws(RDCError) -> LatentVectorReading {
    try LatentVectorReading(
      self,
      VectorHead(rung, seed: file.seed, head: head, strength: strength))
  }

  /// Probabilities of the labels, [pictures, labels], from the bits alone.
  public func labels(
    pick: Int? = nil, execution: Execution
  ) throws(RDCError) -> Tensor {
    let numbers = try numbers(pick)
    return try VectorReader(rung, seed: file.seed).labels(
      numbers.map { indices[$0] }, numbers: numbers, execution: execution)
  }

  /// What the payload costs: bits before it is filled up to whole bytes, and
  /// Σ −log2 P(k | u).
  public func payloadCost() throws(RDCError) -> (bits: Int, ideal: Double) {
    let payload = try VectorPayload.encode(
      indices, rung: rung, seed: file.seed)
    return (payload.bitCount, payload.idealBits)
  }

  /// The places of all pictures, or of one.
  func numbers(_ pick: Int?) throws(RDCError) -> [Int] {
    guard let pick else { return Array(indices.indices) }
    guard indices.indices.contains(pick) else {
      throw .noSuchPicture(index: pick, count: count)
    }
    return [pick]
  }
}
