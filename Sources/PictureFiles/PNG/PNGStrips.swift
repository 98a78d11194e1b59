private import CPictureFiles
internal import CZlib
import Support

/// The IDAT chunks of a picture that is written fast: strips of rows, each
/// deflated by itself, so that threads share them.
///
/// All rows have the filter Paeth, which is nearly the best for photographs,
/// and deflate looks for runs alone: half the time of zlib's lowest level, and
/// smaller, where nothing repeats but runs.
struct PNGStrips {
  private let picture: Picture
  /// Bytes of a pixel, and of a row before its filter's number.
  private let pixel: Int
  private let row: Int
  /// Rows of each strip; the last may have fewer.
  private let rows: Int

  /// What a strip has at least, before it is deflated.
  private static let leastBytes = 1 << 17

  init(_ picture: Picture) {
    self.picture = picture
    pixel = picture.colorSpace.channels + (picture.alpha == nil ? 0 : 1)
    row = picture.width * pixel
    rows = min(picture.height, Self.leastBytes / row + 1)
  }

  /// The chunks, behind one another.
  ///
  /// - Throws: ``ImageError/compressionFailed(status:)``.
  func chunks(threads: Int) throws(ImageError) -> [[UInt8]] {
    let count = (picture.height + rows - 1) / rows
    let strips = try Parallel.map(count, threads: threads) {
      strip throws(ImageError) in
      try chunk(
        strip * rows..<min(picture.height, (strip + 1) * rows),
        isLast: strip == count - 1)
    }
    let sum = strips.reduce(1) { adler32_combine($0, $1.sum, $1.size) }
    var end: [UInt8] = []
    end.append(bigEndian: UInt32(truncatingIfNeeded: sum))
    return strips.map(\.chunk)
      + [PNGChunk(type: "IDAT", data: end[...]).serialize()]
  }

  /// A chunk with some rows, and the Adler-32 checksum of what was deflated.
  private func chunk(
    _ rows: Range<Int>, isLast: Bool
  ) throws(ImageError) -> (chunk: [UInt8], sum: uLong, size: Int) {
    let bytes = filtered(rows)
    let sum = bytes.withUnsafeBufferPointer {
      adler32_z(1, $0.baseAddress, $0.count)
    }
    // The header of RFC 1950, for a window of 32 KiB and the least effort.
    var data: [UInt8] = rows.lowerBound == 0 ? [0x78, 0x01] : []
    data += try RunDeflate.part(bytes, isLast: isLast)
    return (
      PNGChunk(type: "IDAT", data: data[...]).serialize(), sum, bytes.count
    )
  }

  /// Rows as they are deflated: the filter's number, then what it makes.
  private func filtered(_ rows: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: rows.count * (row + 1)) {
      target, count in
      picture.samples.withUnsafeBufferPointer { color in
        (picture.alpha ?? []).withUnsafeBufferPointer { alpha in
          filter(rows, color, alpha, to: target)
        }
      }
      count = rows.count * (row + 1)
    }
  }

  private func filter(
    _ rows: Range<Int>, _ color: UnsafeBufferPointer<UInt8>,
    _ alpha: UnsafeBufferPointer<UInt8>,
    to target: UnsafeMutableBufferPointer<UInt8>
  ) {
    let line = picture.width * picture.colorSpace.channels
    var lines = [UInt8](repeating: 0, count: 2 * row)
    lines.withUnsafeMutableBufferPointer { lines in
      guard let color = color.baseAddress, var above = lines.baseAddress,
        let target = target.baseAddress
      else { return }
      var here = above + row
      /// A row with its alpha, in memory of its own or in that of the picture.
      func bytes(
        _ y: Int, _ own: UnsafeMutablePointer<UInt8>
      ) -> UnsafePointer<UInt8> {
        guard picture.alpha != nil, let alpha = alpha.baseAddress else {
          return color + y * line
        }
        cpicturefiles_gather(
          color + y * line, alpha + y * picture.width,
          Int32(picture.colorSpace.channels), picture.width, own)
        return UnsafePointer(own)
      }
      var last = UnsafePointer(above)
      if rows.lowerBound > 0 { last = bytes(rows.lowerBound - 1, above) }
      for (index, y) in rows.enumerated() {
        let next = bytes(y, here)
        cpicturefiles_png_filter(
          next, last, row, pixel, target + index * (row + 1))
        last = next
        swap(&above, &here)
      }
    }
  }
}
