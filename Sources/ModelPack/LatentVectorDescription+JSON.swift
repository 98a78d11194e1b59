import StrictJSON

extension LatentVectorDescription {
  init(_ json: JSONValue) throws(JSONError) {
    let kind = try json.member("kind")
    guard try kind.string() == "latent-vector" else {
      throw kind.failure("is no kind that this rdc knows")
    }
    let classifiers = try json.member("classifiers")
    var labels: [String] = []
    for label in try json.member("labels").elements() {
      labels.append(try label.string())
    }
    var rungs: [RungDescription] = []
    for rung in try json.member("rungs").elements() {
      rungs.append(try RungDescription(rung))
    }
    self.init(
      picture: try PictureFormat(json.member("picture")),
      ditherResolution: try json.member("ditherResolution").integer(),
      noise: try json.member("noise").integer(in: 0...1 << 16),
      defaultRung: try json.member("defaultRung").integer(), labels: labels,
      classifiers: Classifiers(
        guide: try classifiers.member("guide").string(),
        measure: try classifiers.member("measure").string()),
      rungs: rungs, provenance: try Provenance(json.member("provenance")))
  }
}

extension LatentVectorDescription.PictureFormat {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    self.init(
      width: try json.member("width").integer(in: 1...1 << 14),
      height: try json.member("height").integer(in: 1...1 << 14),
      channels: try json.member("channels").integer(in: 1...3))
  }
}

extension LatentVectorDescription.Provenance {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    var accuracy: [String: Double] = [:]
    for (name, value) in try json.member("accuracyOnOriginals").members() {
      accuracy[name] = try value.number()
    }
    self.init(
      data: try json.member("data").string(),
      command: try json.member("command").string(),
      commit: try json.member("commit").string(),
      seed: try json.member("seed").integer(), accuracyOnOriginals: accuracy)
  }
}

extension RungDescription {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    var heads: [String: String] = [:]
    for (head, graph) in try json.member("heads").members() {
      heads[head] = try graph.string()
    }
    var between: [String: [IntermediateHead]] = [:]
    if let intermediate = try json.member(ifPresent: "between") {
      between = try IntermediateHead.read(intermediate, heads: heads)
    }
    let search = try json.member("search")
    self.init(
      name: try json.member("name").string(),
      bits: try json.member("bits").number(),
      latents: try json.member("latents").integer(),
      levels: try json.member("levels").integer(),
      table: try json.member("table").string(),
      analysis: try json.member("analysis").string(),
      label: try json.member("label").string(), heads: heads,
      between: between,
      search: SearchWeights(
        classification: try search.member("classification").number(),
        rate: try search.member("rate").number()))
  }
}

extension JSONValue {
  /// An integer within a range.
  fileprivate func integer(
    in range: ClosedRange<Int>
  ) throws(JSONError) -> Int {
    let value = try integer()
    guard range.contains(value) else {
      throw failure("\(value) is outside \(range)")
    }
    return value
  }
}
