import RDC
import Support

/// One model, as people read it.
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
}
