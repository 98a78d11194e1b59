import Codec
import EntropyCoding
import ModelPack
import NeuralInference

/// A latent-field pack, read and checked: everything but the graphs' weights.
struct FieldModel: Sendable {
  let codec: LatentFieldCodec
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

  init(_ codec: LatentFieldCodec) throws(RDCError) {
    self.codec = codec
    let pack = codec.pack
    field = codec.description
    guard field.qualities > 1, field.qualities <= 511, field.block >= 2,
      field.block <= 64, field.lagrange.isFinite, field.lagrange >= 0
    else {
      throw .codec(
        LatentFieldError.model(reason: "its description is out of range"))
    }
    contexts = try FieldContexts(pack, field)
    tables = try ScaleTables(pack, field)
    let channels = contexts.channels
    step64 = try pack.floats(
      "step64", shape: [field.qualities, channels]
    ).values
    guard step64.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .codec(LatentFieldError.model(reason: "a step is not above 0"))
    }
    conditions = try pack.floats("quality", shape: [field.qualities, nil])
    weights =
      pack.hasTensor("weight")
      ? try pack.floats("weight", shape: [channels]).values
      : [Float](repeating: 1, count: channels)
    feedback =
      pack.hasTensor("feedback")
      ? try pack.floats("feedback", shape: [contexts.dcChannels]).values
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

  /// The index of a quality from 0 to 100, and the inverse.
  func qualityIndex(_ quality: Double) -> Int {
    let share = min(max(quality, 0), 100) / 100
    return Int((share * Double(lastQuality)).rounded())
  }

  func quality(_ index: Int) -> Double {
    100 * Double(index) / Double(lastQuality)
  }

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
    try codec.pack.network(name)
  }

  func graph(of head: Head) throws(RDCError) -> Graph {
    guard codec.heads.contains(head) else {
      throw .missingHead(head, model: codec.pack.name, known: codec.heads)
    }
    return try graph(head.rawValue)
  }

  /// Labels of the model's classifiers.
  var labelCount: Int { field.labels?.count ?? 0 }
}
