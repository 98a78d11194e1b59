import RDC

/// What all files of one `rdc decode` share.
struct DecodeContext: Sendable {
  private let head: Head
  /// Nil where nobody asked for one.
  private let strength: Float?
  private let pick: Int?
  private let maxSide: Int?
  private let output: String?
  private let force: Bool
  private let limits: Limits
  private let inputBytes: Int
  private let common: CommonOptions

  init(command: DecodeCommand) {
    head = command.head ?? .distortion
    strength = command.strength
    pick = command.pick
    maxSide = command.maxSide
    output = command.output
    force = command.force
    limits = command.limits.limits
    inputBytes = command.limits.inputBytes
    common = command.common
  }

  /// Decodes a file to its picture, or to its pictures.
  func decode(
    _ input: InputFiles.File, _ plan: OutputPlan, _ execution: Execution,
    isAlone: Bool
  ) throws {
    let (content, target, line) = try read(
      input, plan, execution, isAlone: isAlone)
    switch content {
    case .picture(let picture, let name): try target.write(picture, of: name)
    case .set(let pictures): try target.write(pictures)
    }
    common.console.status(line)
  }

  /// Decodes a file and writes nothing.
  ///
  /// - Throws: unless the pixels have the digest.
  func verify(
    _ input: InputFiles.File, _ digest: PixelDigest, _ execution: Execution
  ) throws {
    let (name, decoder) = try open(input, execution)
    let reader = try reader(name, decoder)
    let found =
      if isSingle(decoder) {
        try naming(name) {
          PixelDigest(try reader.pictures(pick: pick, execution).picture(at: 0))
        }
      } else {
        try PixelDigest(DecodedPictures(decoder, reader, execution, path: name))
      }
    try digest.check(found, of: name, head: head)
    common.console.status(
      "\(name): the pixels of the \(head) head are as expected")
  }

  /// What is written of a file: of one picture its samples alone, so that
  /// nothing that they were made of is kept meanwhile.
  private enum Content {
    case picture(Picture, of: String)
    case set(DecodedPictures)
  }

  /// Reads what is written, and tells where it goes and what to say of it.
  private func read(
    _ input: InputFiles.File, _ plan: OutputPlan, _ execution: Execution,
    isAlone: Bool
  ) throws -> (content: Content, target: DecodeTarget, line: String) {
    let (name, decoder) = try open(input, execution)
    let single = isSingle(decoder)
    // The folder of a single set is the one that is named.
    let folder = isAlone && !single ? output : nil
    let path =
      folder
      ?? plan.path(for: input) {
        OutputName.decoded($0, head: head, single: single)
      }
    let target = DecodeTarget(
      path: path, isSingle: single, force: force,
      console: common.console, isAlone: isAlone, threads: execution.threads)
    try plan.prepare(path)
    // Asked before the work, so that nothing is computed in vain.
    try target.check()
    let reader = try reader(name, decoder)
    let line =
      "\(path): \(summary(decoder, single)), \(head) head"
      + (strength.map { $0 == 1 ? "" : " at strength \($0)" } ?? "")
    guard single else {
      let pictures = DecodedPictures(decoder, reader, execution, path: name)
      return (.set(pictures), target, line)
    }
    let picture = try naming(name) {
      try reader.pictures(pick: pick, execution).picture(at: 0)
    }
    return (.picture(picture, of: name), target, line)
  }

  /// Decodes a file as far as all heads have it in common.
  private func open(
    _ input: InputFiles.File, _ execution: Execution
  ) throws -> (name: String, decoder: Decoder) {
    let bytes = try InputBytes.read(input.path, limit: inputBytes)
    let name = input.path == "-" ? "standard input" : input.path
    let decoder = try naming(name) {
      try Decoder(
        bytes, models: common.models(toRead: bytes), maxSide: maxSide,
        limits: limits, execution: execution)
    }
    return (name, decoder)
  }

  private func reader(
    _ name: String, _ decoder: Decoder
  ) throws -> any HeadReader {
    try naming(name) { try decoder.reader(of: head, strength: strength ?? 1) }
  }

  private func isSingle(_ decoder: Decoder) -> Bool {
    !decoder.isSet || pick != nil
  }

  private func summary(_ decoder: Decoder, _ single: Bool) -> String {
    let size = "\(decoder.opened.width)×\(decoder.opened.height) pixels"
    return single ? size : "\(decoder.count) pictures of \(size)"
  }
}
