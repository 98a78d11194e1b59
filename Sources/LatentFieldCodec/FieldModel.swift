import Codec
import EntropyCoding
import ModelPack
import NeuralInference

/// A latent-field pack, read and checked: everything but the graphs' weights.
struct FieldModel: Sendable {
  let model: Model
  let field: LatentFieldDescription
  let contexts: FieldContexts
  let tables: ScaleTables
  /// Quantizer step over 64, [qualities, channels].
  private let step64: [Float]
  /// What the graphs read as `quality`, [qualities, width].
  private let conditions: Tensor
  /// Weight of each channel's squared error in the encoder's search.
  let weights: [Float]
  /// Share of a mean's error that the encoder hands on, for the channels of
  /// the means; see `ErrorFeedback`.
  let feedback: [Float]

  init(_ model: Model) throws(RDCError) {
    self.model = model
    field = try model.latentField()
    guard field.qualities > 1, field.qualities <= 511, field.block >= 2,
      field.block <= 64, field.lagrange.isFinite, field.lagrange >= 0
    else {
      throw .codec(
        LatentFieldError.model(reason: "its description is out of range"))
    }
    contexts = try FieldContexts(model.pack, field)
    tables = try ScaleTables(model.pack, field)
    let channels = contexts.channels
    step64 = try Self.floats(
      model.pack, "step64", [field.qualities, channels]
    ).values
    guard step64.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .codec(LatentFieldError.model(reason: "a step is not above 0"))
    }
    conditions = try Self.floats(model.pack, "quality", [field.qualities, nil])
    weights =
      model.pack.hasTensor("weight")
      ? try Self.floats(model.pack, "weight", [channels]).values
      : [Float](repeating: 1, count: channels)
    feedback =
      model.pack.hasTensor("feedback")
      ? try Self.floats(model.pack, "feedback", [contexts.dcChannels]).values
      : []
    // A loop that hands on all of its error, or more, never settles.
    guard feedback.allSatisfy({ $0 >= 0 && $0 < 1 }) else {
      throw .codec(LatentFieldError.model(reason: "feedback \(feedback)"))
    }
  }

  /// More positions than this cannot be in a payload of so many strips and
  /// bytes, whatever they are: every symbol costs something.
  func positionLimit(payloadBytes: Int, strips: Int) -> Int {
    let least = zip(field.groups, 0...).reduce(0.0) { sum, group in
      sum + Double(group.0) * tables.leastBits(group: group.1)
    }
    let bits =
      RangeDecoder.mostBits(payloadBytes: payloadBytes)
      + Double(strips - 1) * RangeDecoder.mostBits(payloadBytes: 0)
    let limit = bits / least + 1
    return limit < 0x1p52 ? Int(limit) : 1 << 52
  }

  /// Channels of the latents.
  var channels: Int { contexts.channels }

  /// The largest quality index.
  var lastQuality: Int { field.qualities - 1 }

  /// Step over 64 of each channel at a quality.
  func step64(_ quality: Int) -> ArraySlice<Float> {
    step64[quality * channels..<(quality + 1) * channels]
  }

  /// The vector that the graphs read at a quality, [1, width].
  func condition(_ quality: Int) throws(RDCError) -> Tensor {
    let width = conditions.shape[1]
    return try Tensor.of(
      [1, width],
      Array(conditions.values[quality * width..<(quality + 1) * width]))
  }

  func graph(_ name: String) throws(RDCError) -> Graph {
    do { return try model.pack.graph(name) } catch { throw .pack(error) }
  }

  func graph(of head: Head) throws(RDCError) -> Graph {
    guard model.pack.description.hasGraph(head.rawValue) else {
      throw .missingHead(head, model: model.name)
    }
    return try graph(head.rawValue)
  }

  /// Labels of the model's classifiers.
  var labelCount: Int { field.labels?.count ?? 0 }

  /// Whether the encoder is to state what its classifier reads in a picture:
  /// one of the classifier's size, for a head that takes a label.
  func statesLabel(width: Int, height: Int) throws(RDCError) -> Bool {
    let pack = model.pack.description
    let head = Head.classification.rawValue
    guard let guide = field.classifiers?.guide, pack.hasGraph(head) else {
      return false
    }
    do throws(PackError) {
      let shape = try pack.graph(guide).inputs.first?.shape ?? []
      let inputs = try pack.graph(head).inputs
      return shape.dropFirst().prefix(2).elementsEqual([height, width])
        && inputs.contains { $0.name == StatedLabel.input }
    } catch {
      throw .pack(error)
    }
  }

  /// A float tensor of a shape, `nil` for any size.
  private static func floats(
    _ pack: ModelPack, _ name: String, _ shape: [Int?]
  ) throws(RDCError) -> Tensor {
    let tensor: Tensor
    do { tensor = try pack.tensor(name) } catch { throw .pack(error) }
    guard tensor.shape.count == shape.count,
      zip(tensor.shape, shape).allSatisfy({ $1 == nil || $0 == $1 })
    else {
      throw .pack(.badTensor(name: name, reason: "shape \(tensor.shape)"))
    }
    return tensor
  }
}

extension ModelPack {
  /// An integer tensor that must have a shape.
  func integers(_ name: String, shape: [Int]) throws(RDCError) -> [Int32] {
    let found: (shape: [Int], values: [Int32])
    do { found = try integers(name) } catch { throw .pack(error) }
    guard found.shape == shape else {
      throw .pack(
        .badTensor(
          name: name, reason: "shape \(found.shape), expected \(shape)"))
    }
    return found.values
  }
}
