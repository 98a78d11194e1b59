import Codec
import EntropyCoding
import ModelPack
import NeuralInference
import UniversalQuantization

/// One rate of a latent-vector model: quantizer, tables, and graphs on demand.
///
/// The forward direction is `VectorSearch`, the inverse `VectorReader`; both
/// see a picture as d indices, and both build what the heads read here.
struct VectorRung: Sendable {
  let codec: LatentVectorCodec
  let vector: LatentVectorDescription
  let number: Int
  let description: RungDescription
  let quantizer: UniversalQuantizer
  let coder: LatentCoder

  init(_ codec: LatentVectorCodec, number: Int) throws(RDCError) {
    vector = codec.description
    let rungs = vector.rungs
    guard rungs.indices.contains(number) else {
      throw .unknownRung(found: number, count: rungs.count)
    }
    self.codec = codec
    self.number = number
    description = rungs[number]
    let resolution = vector.ditherResolution
    do {
      quantizer = try UniversalQuantizer(
        levels: description.levels, grid: DitherGrid(resolution: resolution))
    } catch {
      throw .pack(.badDescription(reason: "\(error)"))
    }
    do {
      let table = try codec.pack.table(description.table)
      coder = LatentCoder(
        try LatentTable(
          dimensions: description.latents, levels: description.levels,
          resolution: resolution, weights: table.values))
    } catch let error as EntropyError {
      throw .entropy(error)
    } catch {
      throw .pack(.badTensor(name: description.table, reason: "\(error)"))
    }
  }

  /// d, the latents of a picture.
  var latents: Int { description.latents }

  /// Lᵈ, the cells that a picture can fall into.
  var cellCount: Int {
    (0..<latents).reduce(1) { count, _ in count * description.levels }
  }

  /// Samples of a picture.
  var sampleCount: Int {
    let picture = vector.picture
    return picture.width * picture.height * picture.channels
  }

  /// The shapes of what every graph that reads indices asks for.
  func inputShapes(rows: Int) -> [String: [Int]] {
    [
      "latent": [rows, latents],
      "cell": [rows, latents * description.levels],
    ]
  }

  /// The indices of a cell; the last latent runs fastest.
  func indices(ofCell cell: Int) -> [UInt8] {
    var rest = cell
    var indices = [UInt8](repeating: 0, count: latents)
    for latent in indices.indices.reversed() {
      indices[latent] = UInt8(rest % description.levels)
      rest /= description.levels
    }
    return indices
  }

  /// The dither of a file's pictures.
  func dither(seed: UInt64) -> Dither {
    Dither(seed: seed, grid: quantizer.grid)
  }

  /// Checks what a graph gives before anything relies on it.
  ///
  /// - Throws: ``RDCError/pack(_:)`` unless it has the shape.
  func check(
    _ result: Tensor, _ shape: [Int], of name: String
  ) throws(RDCError) {
    guard result.shape == shape else {
      throw .pack(
        .badGraph(
          name: name, reason: "gives \(result.shape), expected \(shape)"))
    }
  }

  func graph(_ name: String) throws(RDCError) -> Graph {
    try codec.pack.network(name)
  }

  /// The name of a head's graph.
  func graphName(of head: Head) throws(RDCError) -> String {
    guard let name = description.heads[head.rawValue] else {
      throw .missingHead(
        head, model: codec.pack.name,
        known: Head.ordered(description.heads.keys))
    }
    return name
  }

  func graph(of head: Head) throws(RDCError) -> Graph {
    try graph(graphName(of: head))
  }
}
