import ArgumentParser

/// Numbers with commas between them, as an option takes them.
struct NumberList: ExpressibleByArgument, Sendable {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init?(argument: String) {
    var values: [Double] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false)
    {
      guard let value = Double(part), value.isFinite else { return nil }
      values.append(value)
    }
    self.values = values
  }

  var defaultValueDescription: String {
    values.map { String($0) }.joined(separator: ",")
  }
}
