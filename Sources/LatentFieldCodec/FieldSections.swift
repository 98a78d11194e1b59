import Codec
import Container
import ModelPack
import PictureFiles

/// What rides along with a photo: ICC profile, Exif and alpha, each in a zstd
/// frame, and the PNG's other words on colour. Both directions.
enum FieldSections {
  /// The most bytes of a profile or of Exif.
  private static let metadataLimit = ImageLimits().maxMetadataBytes

  static func sections(of picture: Picture, strip: Bool) -> [Section] {
    var sections: [Section] = []
    if !strip, let profile = picture.metadata.iccProfile {
      sections.append(
        Section(
          .icc, isRequired: false, bytes: ZstdFrame.compress(profile.bytes)))
    }
    if !strip, let exif = picture.metadata.exif {
      sections.append(
        Section(.exif, isRequired: false, bytes: ZstdFrame.compress(exif)))
    }
    if !strip, let colour = FieldColour(picture.metadata).serialize() {
      sections.append(Section(.colour, isRequired: false, bytes: colour))
    }
    if let alpha = picture.alpha {
      sections.append(
        Section(.alpha, isRequired: true, bytes: ZstdFrame.compress(alpha)))
    }
    return sections
  }

  /// Profile, Exif and words on colour of a file.
  static func metadata(of file: RDCFile) throws(RDCError) -> Metadata {
    var colour = FieldColour()
    if let section = file.section(.colour) {
      do throws(LatentFieldError) {
        colour = try FieldColour(section.bytes)
      } catch {
        throw .codec(error)
      }
    }
    var metadata = colour.metadata
    if let bytes = try content(file, .icc, limit: metadataLimit) {
      metadata.iccProfile = ICCProfile(
        name: colour.profileName ?? FieldColour.usualName, bytes: bytes)
    }
    metadata.exif = try content(file, .exif, limit: metadataLimit)
    return metadata
  }

  /// Opacity of each pixel of a file, at 1/`scale` of the picture's size, if it
  /// has any.
  static func alpha(
    of file: RDCFile, _ geometry: FieldGeometry, scale: Int
  ) throws(RDCError) -> [UInt8]? {
    let pixels = geometry.width * geometry.height
    let alpha = try content(file, .alpha, limit: pixels)
    if let alpha, alpha.count != pixels {
      throw .codec(
        LatentFieldError.section(
          Section.Tag.alpha.name,
          reason: "\(alpha.count) samples for \(pixels) pixels"))
    }
    return alpha.map { geometry.reduced($0, channels: 1, scale: scale) }
  }

  private static func content(
    _ file: RDCFile, _ tag: Section.Tag, limit: Int
  ) throws(RDCError) -> [UInt8]? {
    guard let section = file.section(tag) else { return nil }
    let result: Result<[UInt8], PackError> = section.bytes.withUnsafeBytes {
      bytes in
      Result { () throws(PackError) in
        try ZstdFrame.decompress(bytes, limit: limit)
      }
    }
    switch result {
    case .success(let bytes): return bytes
    case .failure(.notAFrame(let reason)):
      throw .codec(LatentFieldError.section(tag.name, reason: reason))
    case .failure(let error): throw .pack(error)
    }
  }
}
