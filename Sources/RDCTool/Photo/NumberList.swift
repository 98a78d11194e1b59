import ArgumentParser

/// Numbers with commas between them.
struct NumberList: ExpressibleByArgument {
  var values: [Double]

  init?(argument: String) {
    var values: [Double] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false)
    {
      guard let value = Double(part), value.isFinite else { return nil }
      values.append(value)
    }
    self.values = values
  }
}
