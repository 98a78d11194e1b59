/// Arguments that do not fit together, found after they were parsed: exit
/// status 64, as for those that the parser refuses.
struct UsageFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
