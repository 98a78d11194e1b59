import ArgumentParser
import ModelPack
import RDC

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
      }
      console.result("  trained on \(model.provenance.data)")
    }
  }

  /// One model, as it is printed.
  private struct Listing: Encodable {
    var name: String
    var fingerprint: String
    var pictures: String
    var rungs: [Rung]
    var provenance: PackDescription.Provenance

    struct Rung: Encodable {
      var number: Int
      var bits: Double
      var latents: Int
      var levels: Int
      var heads: [String]
      var isDefault: Bool
    }

    init(_ model: Model) {
      let description = model.pack.description
      name = model.name
      fingerprint = model.fingerprint.hex
      pictures =
        "\(description.picture.width)×\(description.picture.height) "
        + (description.picture.channels == 1 ? "gray" : "colour")
      rungs = description.rungs.enumerated().map { number, rung in
        Rung(
          number: number, bits: rung.bits, latents: rung.latents,
          levels: rung.levels, heads: rung.heads.keys.sorted(),
          isDefault: number == description.defaultRung)
      }
      provenance = description.provenance
    }
  }
}
