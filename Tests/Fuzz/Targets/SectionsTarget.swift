import RDC
import Support

extension FuzzTarget {
  /// Sound containers with hostile values, made of an input's choices: counts
  /// and sizes at their ends, sections with sound frames and impossible
  /// contents, and payloads of files that a few bytes are changed in.
  static let sections = FuzzTarget(
    name: "sections",
    seeds: {
      var random = SplitMix64(seed: 11)
      return (0..<64).map { random.bytes(16 + 8 * $0) }
    },
    read: { bytes in
      var source = ByteSource(bytes)
      let isPhoto = source.flag()
      let model =
        isPhoto ? try FuzzModels.photos() : try FuzzModels.digits()
      let file = try HostileFile.made(of: &source, model, isPhoto: isPhoto)
      try expect(try RDCFile.parse(file.serialize()) == file)
      try file.read(by: model, choice: Int(bytes.last ?? 0))
    })
}
