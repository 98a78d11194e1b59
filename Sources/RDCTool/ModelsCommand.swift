import ArgumentParser
import RDC
import StrictJSON
import Support

/// `rdc models`: what is inside this binary.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models inside this rdc.")

  @Flag(help: "Print JSON, with labels and provenance.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let models = try common.models()
    common.console.result(
      json
        ? [JSON.array(models.map(ModelListing.json)).text]
        : models.flatMap(ModelListing.lines))
  }
}

/// One model, as it is printed.
enum ModelListing {
  static func lines(_ model: Model) -> [String] {
    let profile = model.profile
    var lines = [
      "\(model.name)  fingerprint \(model.fingerprint.hex)  "
        + profile.pictures,
      "  heads " + model.heads.map(\.rawValue).joined(separator: ", "),
    ]
    for setting in profile.settings {
      let isStandard = setting.rate == profile.standard
      lines.append(
        "  \(setting.text)" + (isStandard ? "  default" : ""))
    }
    lines += profile.notes.map { "  \($0)" }
    if !profile.labels.isEmpty {
      let first = profile.labels.prefix(10).joined(separator: ", ")
      lines.append(
        "  \(profile.labels.count) labels: \(first)"
          + (profile.labels.count > 10 ? ", …" : ""))
    }
    if let data = profile.provenance.first(where: { $0.name == "data" }) {
      lines.append("  trained on \(data.value)")
    }
    return lines
  }

  static func json(_ model: Model) -> JSON {
    let profile = model.profile
    return [
      "name": .string(model.name),
      "fingerprint": .string(model.fingerprint.hex),
      "kind": .string(model.pack.description.kind),
      "pictures": .string(profile.pictures),
      "heads": .array(model.heads.map { .string($0.rawValue) }),
      "standard": .string("\(profile.standard)"),
      "settings": .array(
        profile.settings.map { setting in
          .object(
            setting.facts.members.merging([
              "rate": .string("\(setting.rate)"),
              "isStandard": .bool(setting.rate == profile.standard),
            ]) { $1 })
        }),
      "labels": .array(profile.labels.map(JSON.string)),
      "provenance": profile.provenance.json,
    ]
  }
}
