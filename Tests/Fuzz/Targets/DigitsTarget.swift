import RDC

extension FuzzTarget {
  /// The entropy decoder of digits, its heads and its label reader: files whose
  /// checksums and fingerprints are mended.
  static let digits = FuzzTarget(
    name: "digits",
    seeds: {
      try Seeds.files("conformance/digits", ending: ".rdc")
        + Seeds.files("golden", ending: ".rdc", limit: 64)
    },
    read: { bytes in
      let model = try FuzzModels.digits()
      try RDCFile.mended(bytes, of: model).read(
        by: model, choice: Int(bytes.last ?? 0))
    })
}
