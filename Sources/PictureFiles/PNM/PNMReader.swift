/// PGM and PPM in: what Netpbm and many pipes speak.
public enum PNMReader {
  /// Decodes a binary PGM (P5) or PPM (P6) to 8-bit samples.
  ///
  /// Samples are scaled from the file's largest one to 255, rounded to the
  /// nearest.
  ///
  /// - Throws: ``ImageError/notPNM(found:)``,
  ///   ``ImageError/invalidHeader(offset:reason:)``, an error of the limits,
  ///   ``ImageError/tooLittleData(needed:found:)`` or
  ///   ``ImageError/tooMuchData(needed:)`` where the samples are fewer or more
  ///   than the header claims, and
  ///   ``ImageError/sampleTooLarge(offset:found:limit:)``. All but the last is
  ///   found before memory is taken.
  public static func read(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) -> Picture {
    let header = try PNMHeader.parse(bytes)
    let count = try limits.check(
      width: header.width, height: header.height,
      bytesPerPixel: header.colorSpace.channels)
    let needed = count * header.bytesPerSample
    let raster = bytes.dropFirst(header.size)
    guard raster.count >= needed else {
      throw .tooLittleData(needed: needed, found: raster.count)
    }
    // More would be further pictures, which must not be lost in silence.
    guard raster.count == needed else { throw .tooMuchData(needed: needed) }
    return Picture(
      width: header.width, height: header.height,
      colorSpace: header.colorSpace, samples: try samples(raster, header),
      sourceBitDepth: 8 * header.bytesPerSample)
  }

  private static func samples(
    _ raster: ArraySlice<UInt8>, _ header: PNMHeader
  ) throws(ImageError) -> [UInt8] {
    let maximum = header.maximum
    if maximum == 255 { return Array(raster) }
    let scaled = (0...maximum).map {
      UInt8((2 * 255 * $0 + maximum) / (2 * maximum))
    }
    var samples: [UInt8] = []
    samples.reserveCapacity(raster.count / header.bytesPerSample)
    var offset = raster.startIndex
    while offset < raster.endIndex {
      var value = Int(raster[offset])
      if header.bytesPerSample == 2 {
        value = value << 8 | Int(raster[offset + 1])
      }
      guard value <= maximum else {
        throw .sampleTooLarge(offset: offset, found: value, limit: maximum)
      }
      samples.append(scaled[value])
      offset += header.bytesPerSample
    }
    return samples
  }
}
