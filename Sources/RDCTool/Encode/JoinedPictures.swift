import RDC

/// Several inputs as one set, read one after the other as they are encoded.
struct JoinedPictures: PictureStream {
  /// One input: what it has is known, but a picture not read yet.
  private struct Input {
    let path: String
    let count: Int
    let isPicture: Bool
    /// The pictures of what can be read but once.
    let loaded: EncodeSource?
  }

  let count: Int
  let names: PictureNames?
  /// The model that codes all of them.
  let model: Model
  private let inputs: [Input]
  private let loader: EncodeLoader
  private let notes: NoteList

  /// A set of a job's inputs.
  ///
  /// - Throws: ``UsageFailure`` if the first input's model holds no sets.
  init(
    _ job: EncodePlan.Job, _ loader: EncodeLoader, _ namePlan: NamePlan,
    notes: NoteList
  ) throws {
    let inputs = try job.inputs.map { try Self.input($0.path, loader) }
    self.inputs = inputs
    self.loader = loader
    self.notes = notes
    count = inputs.reduce(0) { $0 + $1.count }
    let first = try inputs[0].loaded ?? loader.source(inputs[0].path)
    model = first.model
    try Self.check(first, model)
    let (names, note) = try namePlan.names(
      job, pictureless: inputs.first { !$0.isPicture }?.path)
    self.names = names
    if let note { notes.add(note) }
  }

  private static func input(
    _ path: String, _ loader: EncodeLoader
  ) throws -> Input {
    let isIDX = PictureSource.isIDXFile(path)
    let loaded = isIDX || path == "-" ? try loader.source(path) : nil
    return Input(
      path: path, count: loaded?.pictures.count ?? 1,
      isPicture: loaded == nil, loaded: loaded)
  }

  /// A set takes what one model codes that holds sets.
  private static func check(_ source: EncodeSource, _ model: Model) throws {
    guard source.model.profile.holdsSets,
      source.model.fingerprint == model.fingerprint
    else {
      throw UsageFailure(
        "\(source.path): its model \(source.model.name) does not put several "
          + "pictures into one file; name a folder with --output")
    }
  }

  var heldBytes: Int {
    inputs.reduce(0) { $0 + ($1.loaded?.pictures.heldBytes ?? 0) }
  }

  func forEachBlock(
    of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
  ) throws(RDCError) {
    var held: [PictureSet] = []
    var room = size
    func flush() throws(RDCError) {
      guard !held.isEmpty else { return }
      try body(PictureSet(joining: held).asSet)
      held = []
      room = size
    }
    for input in inputs {
      try source(input).pictures.forEachBlock(of: size) {
        block throws(RDCError) in
        if block.count > room { try flush() }
        held.append(block)
        room -= block.count
      }
    }
    try flush()
  }

  private func source(_ input: Input) throws(RDCError) -> EncodeSource {
    do {
      let source = try input.loaded ?? loader.source(input.path)
      try Self.check(source, model)
      notes.add(source.notes.all)
      return source
    } catch {
      throw .source(error)
    }
  }
}
