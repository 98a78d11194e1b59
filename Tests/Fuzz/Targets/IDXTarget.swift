import RDC

extension FuzzTarget {
  /// IDX files of pictures and of labels, plain and gzipped: what is read is
  /// written as it was.
  static let idx = FuzzTarget(
    name: "idx",
    seeds: {
      let pictures = IDXImages(
        count: 3, height: 2, width: 5, samples: Array(0..<30)
      ).serialize()
      let labels = IDXLabels(labels: [3, 1, 4, 1, 5]).serialize()
      return [
        pictures, labels, try Gzip.deflate(pictures), try Gzip.deflate(labels),
        try Gzip.deflate(pictures) + Gzip.deflate([]),
      ]
    },
    read: { bytes in
      let limits = ImageLimits(maxPixels: 1 << 20, maxBytes: 1 << 20)
      if let images = try? IDXImages.parse(bytes, limits: limits) {
        try expect(images.serialize() == (try plain(bytes)))
        if images.count > 0 { _ = images.picture(at: images.count - 1) }
      }
      if let labels = try? IDXLabels.parse(bytes, limits: limits) {
        try expect(labels.serialize() == (try plain(bytes)))
      }
      _ = try Gzip.inflate(bytes, limit: 1 << 20)
    })

  private static func plain(_ bytes: [UInt8]) throws -> [UInt8] {
    Gzip.isGzip(bytes) ? try Gzip.inflate(bytes, limit: 1 << 21) : bytes
  }
}
