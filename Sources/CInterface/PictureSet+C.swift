import CRDC
import RDC
import Support

extension PictureSet {
  /// The pictures that C passes.
  ///
  /// - Throws: ``InterfaceError`` for sizes that cannot be, or that are above
  ///   the limits.
  init(_ pictures: rdc_pictures, _ limits: Limits) throws(InterfaceError) {
    let (width, height) = (Int(pictures.width), Int(pictures.height))
    guard pictures.count >= 1, width >= 1, height >= 1,
      (1...4).contains(pictures.channels)
    else {
      throw .argument(
        "\(pictures.count) pictures of \(width)×\(height) pixels with "
          + "\(pictures.channels) channels")
    }
    try library { () throws(RDCError) in
      try limits.check(width: width, height: height)
    }
    let channels = Int(pictures.channels)
    guard
      let size = checkedProduct(Int(pictures.count), width, height, channels)
    else { throw .argument("more samples than memory has places") }
    try library { () throws(RDCError) in try limits.checkMemory(size) }
    var samples = try copy(pictures.samples, size)
    var alpha: [UInt8]?
    if channels % 2 == 0 {
      (samples, alpha) = Interleaved.split(samples, channels: channels)
    }
    let colour: ColorModel = channels < 3 ? .gray : .rgb
    guard pictures.is_set == 0, pictures.count == 1 else {
      if let alpha, alpha.contains(where: { $0 != 255 }) {
        throw .argument("a set of pictures with transparent pixels")
      }
      guard pictures.icc.size == 0, pictures.exif.size == 0 else {
        throw .argument("a set of pictures with metadata")
      }
      self.init(
        count: Int(pictures.count), width: width, height: height,
        colorSpace: colour, samples: samples)
      return
    }
    let metadata = try Metadata(pictures)
    // Else the file could not be decoded to a PNG.
    try pictureFile { () throws(ImageError) in try metadata.validate() }
    self.init(
      Picture(
        width: width, height: height, colorSpace: colour, samples: samples,
        alpha: alpha, metadata: metadata))
  }

  /// Writes the samples where C reads them, alpha beside each pixel.
  func write(
    to target: UnsafeMutableBufferPointer<UInt8>
  ) throws(InterfaceError) {
    let channels = colorSpace.channels
    let all = samples.count / channels * (channels + (alpha == nil ? 0 : 1))
    guard target.count == all else {
      throw .argument("room for \(target.count) bytes, not for \(all)")
    }
    if let alpha {
      Interleaved.join(samples, alpha, channels: channels + 1, into: target)
    } else {
      _ = target.update(fromContentsOf: samples)
    }
  }
}

extension Metadata {
  /// Profile and Exif that C passes.
  ///
  /// - Throws: ``InterfaceError`` for a null pointer to some bytes.
  fileprivate init(_ pictures: rdc_pictures) throws(InterfaceError) {
    self.init()
    let icc = try pictures.icc.copied
    let exif = try pictures.exif.copied
    if !icc.isEmpty {
      iccProfile = ICCProfile(name: "ICC profile", bytes: icc)
    }
    if !exif.isEmpty { self.exif = exif }
  }
}
