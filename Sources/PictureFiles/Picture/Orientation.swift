/// How the rows and columns of a picture lie in the scene, as Exif says
/// (CIPA DC-008, 4.6.5.1 A, tag 0x0112); the raw value is Exif's.
///
/// Names tell what brings the stored pixels upright.
public enum Orientation: UInt16, Sendable, CaseIterable {
  /// Nothing: they are upright.
  case none = 1
  /// Left and right change places.
  case mirror = 2
  /// Half a turn.
  case halfTurn = 3
  /// Top and bottom change places.
  case flip = 4
  /// Rows become columns.
  case transpose = 5
  /// A quarter turn clockwise.
  case clockwise = 6
  /// Rows become columns, from the other corner.
  case transverse = 7
  /// A quarter turn counter-clockwise.
  case counterclockwise = 8

  /// What Exif data say, a TIFF file; ``none`` where they say nothing that can
  /// be understood, as viewers have it.
  public init(exif: [UInt8]) {
    self = ExifDirectory(exif)?.orientation ?? .none
  }

  /// Whether width and height change places.
  public var swapsSides: Bool { rawValue >= 5 }

  /// Where the pixel at column x and row y of the upright picture is stored,
  /// in a picture of the given stored size.
  func source(
    x: Int, y: Int, width: Int, height: Int
  ) -> (x: Int, y: Int) {
    switch self {
    case .none: (x, y)
    case .mirror: (width - 1 - x, y)
    case .halfTurn: (width - 1 - x, height - 1 - y)
    case .flip: (x, height - 1 - y)
    case .transpose: (y, x)
    case .clockwise: (y, height - 1 - x)
    case .transverse: (width - 1 - y, height - 1 - x)
    case .counterclockwise: (width - 1 - y, x)
    }
  }
}

extension Picture {
  /// The orientation that the picture's Exif data state.
  public var orientation: Orientation {
    metadata.exif.map { Orientation(exif: $0) } ?? .none
  }

  /// The picture with its pixels, and alpha, upright.
  ///
  /// The metadata stay as they are: whoever keeps Exif data with an
  /// orientation must not turn the pixels too.
  ///
  /// - Throws: ``ImageError/inconsistentPicture(reason:)`` as
  ///   ``validate()`` does.
  public func turned(_ orientation: Orientation) throws(ImageError) -> Picture {
    try validate()
    guard orientation != .none else { return self }
    var turned = self
    if orientation.swapsSides {
      (turned.width, turned.height) = (height, width)
    }
    turned.samples = turn(samples, colorSpace.channels, orientation)
    turned.alpha = alpha.map { turn($0, 1, orientation) }
    return turned
  }

  private func turn(
    _ plane: [UInt8], _ channels: Int, _ orientation: Orientation
  ) -> [UInt8] {
    let columns = orientation.swapsSides ? height : width
    let rows = orientation.swapsSides ? width : height
    var turned: [UInt8] = []
    turned.reserveCapacity(plane.count)
    for y in 0..<rows {
      for x in 0..<columns {
        let from = orientation.source(x: x, y: y, width: width, height: height)
        let first = (from.y * width + from.x) * channels
        for channel in 0..<channels { turned.append(plane[first + channel]) }
      }
    }
    return turned
  }
}
