import RDC

/// The pictures of a set as a head reads them, a block at a time.
struct DecodedPictures {
  let count: Int
  let width: Int
  let height: Int
  let names: PictureNames?
  private let reader: any HeadReader
  private let execution: Execution
  /// The file that they come from, for messages.
  private let path: String

  /// Pictures that are held at once.
  private static let block = 1024

  init(
    _ decoder: Decoder, _ reader: any HeadReader, _ execution: Execution,
    path: String
  ) {
    count = decoder.count
    width = decoder.opened.width
    height = decoder.opened.height
    names = decoder.names
    self.reader = reader
    self.execution = execution
    self.path = path
  }

  /// The places of the pictures, block by block.
  var blocks: [Range<Int>] {
    stride(from: 0, to: count, by: Self.block).map {
      $0..<min(count, $0 + Self.block)
    }
  }

  /// Reads a block.
  func read(_ block: Range<Int>) throws -> PictureSet {
    try naming(path) { try reader.pictures(in: block, execution) }
  }
}
