import Codec
import ModelPack
import NeuralInference
import PictureFiles

/// A classifier that travels with a model of photos: pictures of one size to
/// logits.
///
/// A picture of any size is read as its middle; see ``PictureSquare``.
struct FieldClassifier: PictureClassifier {
  /// Names of the classes, in the order of the logits.
  let labels: [String]
  /// Pixels on a side of the pictures that the classifier reads.
  let side: Int
  /// Its name among the pack's networks.
  let name: String
  let graph: Graph

  /// Builds a classifier of the model.
  ///
  /// - Throws: ``RDCError/missingClassifier(model:)`` if the model has none.
  init(
    _ codec: LatentFieldCodec, _ role: ClassifierRole
  ) throws(RDCError) {
    let field = codec.description
    guard let labels = field.labels, let classifiers = field.classifiers else {
      throw .missingClassifier(model: codec.pack.name)
    }
    name = role == .guide ? classifiers.guide : classifiers.measure
    graph = try codec.pack.network(name)
    let inputs = graph.description.inputs
    guard inputs.count == 1, inputs[0].name == "picture",
      inputs[0].shape.count == 4, inputs[0].shape[0] == nil,
      let side = inputs[0].shape[1], (1...1024).contains(side),
      inputs[0].shape == [nil, side, side, 3],
      (2...1 << Statement.labelBits).contains(labels.count)
    else {
      throw .codec(
        LatentFieldError.model(reason: "the inputs of its classifier '\(name)'")
      )
    }
    self.labels = labels
    self.side = side
  }

  var size: (width: Int, height: Int) { (side, side) }

  func read(
    _ pictures: PictureSet, _ execution: Execution
  ) throws(RDCError) -> Sight {
    Sight(
      logits: try logits(
        (0..<pictures.count).map(pictures.picture), execution: execution))
  }

  /// Whether a picture's middle square has as many pixels as are read.
  func fills(_ picture: Picture) -> Bool {
    PictureSquare.middle(of: picture).size >= side
  }

  /// Logits, [pictures, labels].
  func logits(
    _ pictures: [Picture], execution: Execution
  ) throws(RDCError) -> Tensor {
    var samples: [Float] = []
    samples.reserveCapacity(pictures.count * side * side * 3)
    for picture in pictures {
      samples += PictureSquare.middle(of: picture).samples(
        of: picture, side: side)
    }
    return try logits(of: samples, execution: execution)
  }

  /// Logits of samples [squares, side, side, 3]: [squares, labels].
  func logits(
    of samples: [Float], execution: Execution
  ) throws(RDCError) -> Tensor {
    let count = samples.count / (side * side * 3)
    let logits = try execution.run(
      graph, ["picture": try Tensor.of([count, side, side, 3], samples)],
      threads: execution.threads)
    try check(logits, count: count)
    return logits
  }

  /// Logits of one picture, [1, labels], and the last features before they are
  /// pooled, [1, rows, columns, features].
  func look(
    at picture: Picture, execution: Execution
  ) throws(RDCError) -> (logits: Tensor, features: Tensor) {
    let samples = PictureSquare.middle(of: picture).samples(
      of: picture, side: side)
    let layers = graph.description.layers
    let pool = layers.last.flatMap { last in
      layers.last { $0.output == last.inputs.first }
    }
    guard case .globalAveragePool? = pool?.operation,
      let last = pool?.inputs.first
    else {
      throw .codec(
        LatentFieldError.model(
          reason: "its classifier does not end on pooled features"))
    }
    let names = (logits: graph.description.output, features: last)
    let found = try execution.run(
      graph, ["picture": try Tensor.of([1, side, side, 3], samples)],
      outputs: [names.logits, names.features])
    guard let logits = found[names.logits],
      let features = found[names.features]
    else {
      throw .codec(
        LatentFieldError.model(
          reason: "its classifier does not give logits and features"))
    }
    try check(logits, count: 1)
    return (logits, features)
  }

  /// Whether there is a number for every label of so many pictures.
  private func check(_ logits: Tensor, count: Int) throws(RDCError) {
    guard logits.shape == [count, labels.count] else {
      throw .codec(
        LatentFieldError.model(reason: "its classifier gives \(logits.shape)"))
    }
    guard logits.values.allSatisfy(\.isFinite) else {
      throw .codec(
        LatentFieldError.model(reason: "its classifier gives no numbers"))
    }
  }
}
