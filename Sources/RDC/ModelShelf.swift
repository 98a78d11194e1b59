import Codec
import Synchronization

/// The embedded models and others, each embedded one opened when it is first
/// asked for: a digit does not wait for what photos need.
public final class ModelShelf: Sendable {
  /// Those that are opened, from the first on.
  private let opened = Mutex<[Model]>([])
  private let others: [Model]

  /// The embedded models, and others behind them.
  public init(adding others: [Model] = []) { self.others = others }

  /// The names of the embedded models that are open.
  var openNames: [String] { opened.withLock { $0.map(\.name) } }

  /// Every model, in the order of preference.
  ///
  /// - Throws: ``RDCError/pack(_:)`` if the build embedded a damaged pack.
  public func models() throws(RDCError) -> [Model] {
    var models: [Model] = []
    while let model = try model(at: models.count) { models.append(model) }
    return models
  }

  /// The model with a name; of several the last.
  ///
  /// - Throws: ``RDCError/unknownModel(name:known:)``.
  public func named(_ name: String) throws(RDCError) -> Model {
    try models().named(name)
  }

  /// The model that codes pictures, and the pictures as it codes them, as of
  /// ``models()``; what comes behind it may stay closed.
  ///
  /// - Throws: what the first model says against the pictures, if none codes
  ///   them.
  public func coding(
    _ pictures: PictureSet
  ) throws(RDCError) -> (model: Model, pictures: PictureSet) {
    var place = 0
    return try pictures.coded { () throws(RDCError) in
      defer { place += 1 }
      return try model(at: place)
    }
  }

  /// The model at a place; nil behind the last.
  private func model(at place: Int) throws(RDCError) -> Model? {
    let count = Model.embeddedCount
    guard place < count else {
      return place < count + others.count ? others[place - count] : nil
    }
    return try opened.withLock { opened throws(RDCError) in
      while opened.count <= place {
        opened.append(try Model.embedded(at: opened.count))
      }
      return opened[place]
    }
  }
}
