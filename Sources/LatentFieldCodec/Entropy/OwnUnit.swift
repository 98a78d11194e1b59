/// Values that are in 1/64 step already.
struct OwnUnit: MeanUnit {
  @inline(__always)
  func scale(_ value: Int, _ y: Int, _ x: Int, _ channel: Int) -> Int { value }
}
