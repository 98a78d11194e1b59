private import CPictureFiles
import Support

/// PNG in: every kind of PNG, and of an animation the first frame.
public enum PNGReader {
  /// Decodes a PNG to 8-bit samples.
  ///
  /// Gray stays gray, a palette becomes RGB, tRNS becomes alpha; 1, 2 and 4
  /// bits are scaled to 8, 16 bits are rounded to the nearest of 8; interlaced
  /// files are read like others. Any damage up to IEND, in ancillary chunks
  /// too, is an error; bytes behind IEND are passed over.
  ///
  /// - Throws: the ``ImageError`` that tells what is wrong and where. Limits
  ///   are checked against the file's claims before memory is taken.
  public static func read(
    _ bytes: [UInt8], limits: ImageLimits = ImageLimits()
  ) throws(ImageError) -> Picture {
    let layout = try PNGLayout.parse(bytes)
    let header = layout.header
    let model = header.kind.colorModel
    _ = try limits.check(
      width: header.width, height: header.height,
      bytesPerPixel: model.channels + (layout.hasAlpha ? 1 : 0))
    try limits.checkExpansion(
      width: header.width, height: header.height, from: bytes.count)
    let metadata = try PNGMetadata.parse(
      layout.metadata, limit: limits.maxMetadataBytes)
    try PNGData.check(bytes, layout)
    let (samples, alpha) = try decode(bytes, layout, model)
    return Picture(
      width: header.width, height: header.height, colorSpace: model,
      samples: samples, alpha: alpha,
      sourceBitDepth: header.kind == .palette ? 8 : header.bitDepth,
      sourceFrames: layout.frames ?? 1, metadata: metadata)
  }

  private static func decode(
    _ bytes: [UInt8], _ layout: PNGLayout, _ model: ColorModel
  ) throws(ImageError) -> (samples: [UInt8], alpha: [UInt8]?) {
    let (width, height) = (layout.header.width, layout.header.height)
    let pixels = width * height
    var samples = [UInt8](repeating: 0, count: pixels * model.channels)
    var alpha = layout.hasAlpha ? [UInt8](repeating: 0, count: pixels) : []
    var message = [CChar](repeating: 0, count: Int(CPICTUREFILES_MESSAGE_SIZE))
    // The C side writes width × height × channels samples and no more; it
    // checks libpng's view of the rows against these sizes.
    let status = bytes.withUnsafeBufferPointer { bytes in
      samples.withUnsafeMutableBufferPointer { color in
        alpha.withUnsafeMutableBufferPointer { alpha in
          cpicturefiles_png_decode(
            bytes.baseAddress, bytes.count, UInt32(width), UInt32(height),
            Int32(model.channels), color.baseAddress,
            layout.hasAlpha ? alpha.baseAddress : nil, &message)
        }
      }
    }
    guard status == 0 else {
      throw .undecodable(reason: String(cMessage: message))
    }
    return (samples, layout.hasAlpha ? alpha : nil)
  }
}
