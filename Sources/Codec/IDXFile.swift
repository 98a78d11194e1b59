import PictureFiles
import Support

/// An IDX file of pictures, plain or gzipped, that is read block by block.
public struct IDXFile: PictureStream {
  /// How many pictures the file claims.
  public let count: Int
  private let path: String
  private let limits: ImageLimits

  /// The most bytes of a block, whatever a file claims.
  private static let blockLimit = 16 << 20

  /// Reads the header; the file is opened again for each pass.
  ///
  /// - Parameters:
  ///   - path: a regular file: what is read from a pipe is gone.
  ///   - limits: what a picture may claim; the file may have any length.
  /// - Throws: ``RDCError/image(_:)``.
  public init(
    _ path: String, limits: ImageLimits = ImageLimits()
  ) throws(RDCError) {
    self.path = path
    self.limits = limits
    count = try Self.read(path, limits).count
  }

  /// The first picture, as a set; nil if there is none.
  ///
  /// - Throws: ``RDCError/image(_:)``.
  public func first() throws(RDCError) -> PictureSet? {
    var reader = try Self.read(path, limits)
    return try Self.block(&reader, 1)
  }

  /// Gives the pictures in order.
  ///
  /// - Throws: ``RDCError/image(_:)``, and what `body` throws.
  public func forEachBlock(
    of size: Int, _ body: (PictureSet) throws(RDCError) -> Void
  ) throws(RDCError) {
    var reader = try Self.read(path, limits)
    let most = max(1, Self.blockLimit / (reader.width * reader.height))
    while let block = try Self.block(&reader, min(size, most)) {
      try body(block)
    }
  }

  private static func read(
    _ path: String, _ limits: ImageLimits
  ) throws(RDCError) -> IDXReader {
    let file: FileReader
    do { file = try FileReader(path) } catch { throw .image(.file(error)) }
    do {
      return try IDXReader(file, limits: limits)
    } catch { throw .image(error) }
  }

  private static func block(
    _ reader: inout IDXReader, _ size: Int
  ) throws(RDCError) -> PictureSet? {
    do {
      return try reader.next(size).map {
        PictureSet(
          count: $0.count / (reader.width * reader.height),
          width: reader.width, height: reader.height, colorSpace: .gray,
          samples: $0)
      }
    } catch { throw .image(error) }
  }
}
