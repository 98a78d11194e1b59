import Support

/// How many bits a file may have. Not every codec knows every kind of rate.
public enum Rate: Sendable, Hashable {
  /// What the codec takes when nothing is asked for.
  case standard
  /// One of the model's rungs, which have as many levels each.
  case rung(Int)
  /// From 0, the smallest file, to 100, the best one.
  case quality(Double)
  /// At most so many bits a picture.
  case bitsPerPicture(Double)
  /// About so many bits a pixel, everything in the file counted.
  case bitsPerPixel(Double)
  /// About so many bytes of the file.
  case bytes(Int)
}

extension Rate: CustomStringConvertible {
  /// A few words for people.
  public var description: String {
    switch self {
    case .standard: "standard"
    case .rung(let number): "rung \(number)"
    case .quality(let quality): "quality \(quality.short(2))"
    case .bitsPerPicture(let bits): "\(bits.short(3)) bits a picture"
    case .bitsPerPixel(let bits): "\(bits.short(4)) bpp"
    case .bytes(let bytes): "\(bytes) bytes"
    }
  }
}
