import Codec
import StrictJSON

extension LatentVectorDescription {
  init(_ json: JSONValue) throws(JSONError) {
    let classifiers = try json.member("classifiers")
    let picture = try PictureFormat(json.member("picture"))
    let list = try json.member("rungs")
    var rungs: [RungDescription] = []
    for rung in try list.elements() {
      rungs.append(
        try RungDescription(rung, samples: picture.width * picture.height))
    }
    // A file names its rung in a byte.
    guard (1...256).contains(rungs.count) else {
      throw list.failure("has \(rungs.count) rungs, not 1 to 256")
    }
    let resolution = try json.member("ditherResolution")
    let places = try resolution.integer(in: 1...4096)
    guard places.nonzeroBitCount == 1 else {
      throw resolution.failure("\(places) is no power of two")
    }
    self.init(
      picture: picture, ditherResolution: places,
      noise: try json.member("noise").integer(in: 0...1 << 16),
      defaultRung: try json.member("defaultRung").integer(
        in: 0...rungs.count - 1),
      labels: try json.member("labels").labels(),
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
      // This kind's pictures are gray: no reader or writer knows others.
      channels: try json.member("channels").integer(in: 1...1))
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
  /// The most samples of all cells' pictures, which the encoder's search holds
  /// at once: 64 MiB.
  private static let searchLimit = 1 << 24

  /// Reads a rung of a model whose pictures have so many samples.
  fileprivate init(
    _ json: JSONValue, samples: Int
  ) throws(JSONError) {
    let latents = try json.member("latents").integer(in: 1...16)
    let list = try json.member("levels")
    let levels = try list.integer(in: 2...256)
    var cells = 1
    for _ in 0..<latents where cells <= Self.searchLimit { cells *= levels }
    guard cells <= Self.searchLimit / samples else {
      throw list.failure(
        "\(levels) levels of \(latents) latents are more cells than "
          + "\(Self.searchLimit / samples), the limit for such pictures")
    }
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
      latents: latents, levels: levels,
      table: try json.member("table").string(),
      analysis: try json.member("analysis").string(),
      label: try json.member("label").string(), heads: heads,
      between: between,
      search: SearchWeights(
        classification: try search.member("classification").number(),
        rate: try search.member("rate").number()))
  }
}
