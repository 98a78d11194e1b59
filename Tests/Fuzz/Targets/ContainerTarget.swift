import RDC

extension FuzzTarget {
  /// The bytes of a file: what parses is written back as it was, and every bit
  /// of it has its place.
  static let container = FuzzTarget(
    name: "container",
    seeds: {
      try ["golden", "damaged", "conformance"].flatMap {
        try Seeds.files($0, ending: ".rdc")
      }
    },
    read: { bytes in
      let file = try RDCFile.parse(bytes)
      try expect(file.serialize() == bytes)
      let fields = try FileLayout.parse(bytes).fields
      var bit = 0
      for field in fields {
        try expect(field.bits.lowerBound == bit)
        bit = field.bits.upperBound
      }
      try expect(bit == 8 * bytes.count)
      for model in [try FuzzModels.digits(), try FuzzModels.photos()] {
        _ = try? model.codec.outline(file)
        _ = try? model.codec.stated(file)
      }
      let count = Int(clamping: min(file.count, UInt64(8 * bytes.count)))
      _ = try PictureNames.read(file, count: count)
    })
}
