import Codec
import StrictJSON
import Support

extension Model {
  /// What the model is, codes and knows, for programs.
  public var json: JSON {
    let profile = profile
    return [
      "name": .string(name),
      "fingerprint": .string(fingerprint.hex),
      "kind": .string(pack.description.kind),
      "pictures": .string(profile.pictures),
      "heads": .array(heads.map { .string($0.rawValue) }),
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
