import ArgumentParser

/// A number of bytes, as people write it: 50000, 50k or 1.5M, by thousands.
struct ByteSize: ExpressibleByArgument, Sendable, Equatable {
  let bytes: Int

  init?(argument: String) {
    let scales: [Character: Double] = ["k": 1e3, "m": 1e6, "g": 1e9]
    var text = argument[...]
    if text.lowercased().hasSuffix("b") { text.removeLast() }
    let scale = text.last.flatMap { scales[Character($0.lowercased())] }
    if scale != nil { text.removeLast() }
    // `Double` would take hexadecimal numbers, infinities and the like.
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }),
      let number = Double(text)
    else { return nil }
    let bytes = (number * (scale ?? 1)).rounded()
    guard bytes >= 1, bytes <= 0x1p40 else { return nil }
    self.bytes = Int(bytes)
  }
}
