/// The chunk iCCP: a name, a zero, the compression method 0, and the profile
/// as a zlib stream (PNG, third edition, 11.3.2.3).
enum PNGProfile {
  /// Reads a profile of at most `room` bytes; `limit` is what an error tells.
  static func parse(
    _ chunk: PNGChunk, room: Int, limit: Int
  ) throws(ImageError) -> ICCProfile {
    guard let zero = chunk.data.prefix(80).firstIndex(of: 0) else {
      throw chunk.invalid("the profile's name does not end")
    }
    let name = Array(chunk.data[..<zero])
    guard ICCProfile.isName(name) else {
      throw chunk.invalid("the profile's name is not printable")
    }
    let rest = chunk.data[(zero + 1)...]
    guard rest.first == 0 else {
      throw chunk.invalid("the compression method is not 0")
    }
    let stream = rest.dropFirst()
    var bytes: [UInt8] = []
    let used: Int
    do throws(ImageError) {
      used = try Deflate.inflate(
        stream, wrapping: .zlib, limit: room, into: &bytes,
        excess: .tooMuchMetadata(limit: limit))
    } catch {
      switch error {
      case .truncated:
        throw chunk.invalid("the compressed profile is truncated")
      case .corruptStream(_, let reason):
        throw chunk.invalid("the compressed profile is damaged: \(reason)")
      default: throw error
      }
    }
    guard used == stream.count else {
      throw chunk.invalid("\(stream.count - used) bytes follow the profile")
    }
    if let fault = ICCProfile.fault(in: bytes) { throw chunk.invalid(fault) }
    return ICCProfile(
      name: String(String.UnicodeScalarView(name.map { Unicode.Scalar($0) })),
      bytes: bytes)
  }

  /// The chunk for a profile; the inverse of ``parse``.
  static func serialize(
    _ profile: ICCProfile
  ) throws(ImageError) -> PNGChunk {
    guard let name = profile.latin1Name else {
      throw .inconsistentPicture(
        reason: "the profile's name is not 1 to 79 Latin-1 characters")
    }
    if let fault = ICCProfile.fault(in: profile.bytes) {
      throw .inconsistentPicture(reason: fault)
    }
    let stream = try Deflate.deflate(profile.bytes, wrapping: .zlib)
    return PNGChunk(type: "iCCP", data: (name + [0, 0] + stream)[...])
  }
}
