/// One pass over the bytes of a JSON text that notes every value.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var depth = 0
  private(set) var nodes: [JSONText.Node] = []

  /// The bytes must outlive the parser.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    nodes.reserveCapacity(bytes.count / 12)
  }

  /// The whole text: one value, and nothing behind it.
  mutating func text() throws(JSONError) {
    skipSpace()
    try value()
    skipSpace()
    guard index == bytes.count else {
      throw failure("more bytes after the end")
    }
  }

  private mutating func value() throws(JSONError) {
    switch peek ?? 0 {
    case UInt8(ascii: "{"): try collection(.object, UInt8(ascii: "}"))
    case UInt8(ascii: "["): try collection(.array, UInt8(ascii: "]"))
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "n"): try word("null", .null)
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try number()
    default: throw failure("no value")
    }
  }

  /// An object or an array.
  private mutating func collection(
    _ kind: JSONText.Kind, _ close: UInt8
  ) throws(JSONError) {
    depth += 1
    guard depth <= JSONText.depthLimit else {
      throw failure("nested deeper than \(JSONText.depthLimit)")
    }
    let node = nodes.count
    let start = index
    note(kind, start, start)
    index += 1
    skipSpace()
    if peek == close {
      index += 1
    } else {
      while true {
        if kind == .object {
          guard peek == UInt8(ascii: "\"") else { throw failure("no name") }
          try string()
          skipSpace()
          guard peek == UInt8(ascii: ":") else { throw failure("no colon") }
          index += 1
          skipSpace()
        }
        try value()
        skipSpace()
        let byte = peek
        guard byte == UInt8(ascii: ",") || byte == close else {
          throw failure("neither a comma nor an end")
        }
        index += 1
        if byte == close { break }
        skipSpace()
      }
    }
    nodes[node].end = Int32(index)
    nodes[node].next = Int32(nodes.count)
    depth -= 1
  }

  private mutating func string() throws(JSONError) {
    index += 1
    let start = index
    while true {
      guard index < bytes.count else { throw failure("a string without end") }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") { break }
      guard byte >= 0x20 else { throw failure("a control character") }
      if byte == UInt8(ascii: "\\") { try escape() }
      index += 1
    }
    note(.string, start, index)
    index += 1
  }

  /// Leaves the index at the escape's last byte.
  private mutating func escape() throws(JSONError) {
    index += 1
    switch peek {
    case UInt8(ascii: "u"):
      for _ in 0..<4 {
        index += 1
        guard let byte = peek, JSONText.hexadecimal(byte) != nil else {
          throw failure("an escape without four digits")
        }
      }
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"),
      UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      break
    default: throw failure("an unknown escape")
    }
  }

  private mutating func number() throws(JSONError) {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    if peek == UInt8(ascii: "0") { index += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    note(.number, start, index)
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
      index += 1
    }
    guard index > start else { throw failure("no digit") }
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONText.Kind
  ) throws(JSONError) {
    let start = index
    for place in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[place] else { throw failure("no value") }
      index += 1
    }
    note(kind, start, index)
  }

  private mutating func note(_ kind: JSONText.Kind, _ start: Int, _ end: Int) {
    nodes.append(
      JSONText.Node(
        kind: kind, start: Int32(start), end: Int32(end),
        next: Int32(nodes.count + 1)))
  }

  private var peek: UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  private mutating func skipSpace() {
    while let byte = peek,
      byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    {
      index += 1
    }
  }

  private func failure(_ reason: String) -> JSONError {
    JSONError(path: "", offset: min(index, bytes.count), reason: reason)
  }
}
