/// How values are measured where they are looked at.
protocol MeanUnit {
  /// A value in 1/64 of the unit of a position of the strip.
  func scale(_ value: Int, _ y: Int, _ x: Int, _ channel: Int) -> Int
}
