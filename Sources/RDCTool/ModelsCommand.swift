import ArgumentParser
import RDC
import Support

/// `rdc models`: what is inside this binary.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models inside this rdc.")

  @Flag(help: "Print JSON, with provenance.")
  var json = false

  func run() throws {
    let models = try Model.embedded().map(Listing.init)
    let console = Console(quiet: false)
    if json {
      console.result(try JSONText.encode(models))
      return
    }
    for model in models {
      console.result(
        "\(model.name)  fingerprint \(model.fingerprint)  \(model.pictures)")
      for rung in model.rungs {
        console.result(
          "  rung \(rung.number): \(rung.bits.text(2)) bits a picture"
            + "  (\(rung.latents) latents of \(rung.levels) levels; heads "
            + "\(rung.heads.joined(separator: ", ")))"
            + (rung.isDefault ? "  default" : ""))
        for (head, strengths) in rung.between.sorted(by: { $0.key < $1.key }) {
          console.result(
            "    heads on the way to \(head) at strengths "
              + strengths.map { $0.text(2) }.joined(separator: ", "))
        }
      }
      if let photo = model.photo {
        console.result(
          "  quality 0 to 100 in \(photo.qualities) steps; heads "
            + photo.heads.joined(separator: ", "))
      }
      if let data = model.provenance?.data ?? model.photo?.provenance {
        console.result("  trained on \(data)")
      }
    }
  }

  /// One model, as it is printed.
  private struct Listing: Encodable {
    var name: String
    var fingerprint: String
    var pictures: String
    var rungs: [Rung] = []
    var photo: Photo?
    var provenance: LatentVectorDescription.Provenance?

    struct Rung: Encodable {
      var number: Int
      var bits: Double
      var latents: Int
      var levels: Int
      var heads: [String]
      /// Strengths at which the dial to a head has a head of its own.
      var between: [String: [Double]]
      var isDefault: Bool
    }

    struct Photo: Encodable {
      var qualities: Int
      var channels: Int
      var heads: [String]
      var provenance: String?
    }

    init(_ model: Model) {
      let description = model.pack.description
      name = model.name
      fingerprint = model.fingerprint.hex
      switch description.content {
      case .latentVector(let vector):
        pictures =
          "\(vector.picture.width)×\(vector.picture.height) "
          + (vector.picture.channels == 1 ? "gray" : "colour")
        rungs = vector.rungs.enumerated().map { number, rung in
          Rung(
            number: number, bits: rung.bits, latents: rung.latents,
            levels: rung.levels, heads: rung.heads.keys.sorted(),
            between: rung.between.mapValues { $0.map { Double($0.strength) } },
            isDefault: number == vector.defaultRung)
        }
        provenance = vector.provenance
      case .latentField(let field):
        pictures = "any PNG"
        photo = Photo(
          qualities: field.qualities, channels: field.groups.reduce(0, +),
          heads: model.heads.map(\.rawValue),
          provenance: field.provenance)
      }
    }
  }
}
