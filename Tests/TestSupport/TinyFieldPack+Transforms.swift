import Foundation

extension TinyFieldPack {
  /// Steps and conditions of the qualities, and the transforms' weights.
  static func addTransforms(_ builder: inout Builder) {
    addQualities(&builder)
    addMeans(&builder)
    addLayers(&builder)
  }

  private static func addQualities(_ builder: inout Builder) {
    var steps: [Float] = []
    var conditions: [Float] = []
    for quality in 0..<qualities {
      let share = Float(quality) / Float(qualities - 1)
      // From 64 to 2 in powers of two, linear between.
      let octave = Int(share * 5)
      let step = Float(64 >> octave) * (1 - (share * 5 - Float(octave)) / 2)
      steps.append(step)
      conditions += [share, 1 - share]
    }
    func spread(_ count: Int) -> [Float] {
      steps.flatMap { [Float](repeating: $0 / 64, count: count) }
    }
    builder.add("step64", [qualities, channels - 3], spread(channels - 3))
    builder.add("coarseStep64", [qualities, 48], spread(48))
    builder.add(
      "coarseUnit", [qualities, 48],
      spread(48).map { Int32(($0 * 16 * 4096).rounded()) })
    builder.add(
      "meanUnit", [qualities, 3],
      steps.flatMap {
        [Int32](repeating: Int32((65536 * 4 / $0).rounded()), count: 3)
      })
    builder.add("quality", [qualities, 2], conditions)
  }

  private static func addLayers(_ builder: inout Builder) {
    // Nearly orthogonal rows of signs.
    let rows = (0..<channels).map { channel in
      (0..<192).map { place -> Float in
        channel < 3
          ? (place % 3 == channel ? 0.125 : 0)
          : (builder.random.next() & 1 == 0 ? 0.0722 : -0.0722)
      }
    }
    let forward = (0..<192).flatMap { place in rows.map { $0[place] } }
    builder.add("forward", [1, 1, 192, channels], forward)
    builder.add("back", [1, 1, channels, 192], rows.flatMap { $0 })
    builder.add("zero", [channels], [Float](repeating: 0, count: channels))
    builder.add("none", [192], [Float](repeating: 0, count: 192))
    builder.add("one", [3], [1, 1, 1] as [Float])
    builder.add("down", [3], [-128, -128, -128] as [Float])
    builder.add("up", [3], [128, 128, 128] as [Float])
    let taps = (0..<9 * channels * channels).map { place -> Float in
      let (rest, output) = place.quotientAndRemainder(dividingBy: channels)
      let centre = rest / channels == 4 && rest % channels == output
      return centre ? 1 : Float(builder.random.small(100)) / 3000
    }
    builder.add("smooth", [3, 3, channels, channels], taps)
    func small(_ name: String, _ inputs: Int, _ outputs: Int, _ scale: Float) {
      builder.add(
        name, [1, 1, inputs, outputs],
        (0..<inputs * outputs).map { _ in
          Float(builder.random.small(100)) * scale
        })
    }
    small("grain", 2, channels, 0.02)
    small("fine", 3, 12, 0.04)
    builder.add("zero12", [12], [Float](repeating: 0, count: 12))
    // What the cells and their quality tell their blocks.
    small("wide", 50, 16 * channels, 0.0002)
    builder.add(
      "zeroWide", [16 * channels],
      [Float](repeating: 0, count: 16 * channels))
    // A sharper picture for the classifier, which tells the strongest colour.
    builder.add(
      "sharp", [3, 3, channels, channels], taps.map { $0 * 1.25 })
    builder.add("colours", [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1] as [Float])
    builder.add("even", [3], [0, 0, 0] as [Float])
  }

  /// The lapped transform of the means, and the chances of a quality map.
  private static func addMeans(_ builder: inout Builder) {
    var dct: [Int32] = []
    for k in 0..<4 {
      for n in 0..<4 {
        let angle = Double.pi * Double((2 * n + 1) * k) / 8
        let scale: Double = k == 0 ? 0.5 : 0.5.squareRoot()
        dct.append(Int32((scale * cos(angle) * 8192).rounded()))
      }
    }
    builder.add("coarseDCT", [4, 4], dct)
    // What is odd across an edge grows by a quarter, and shrinks again.
    func filter(_ odd: Double) -> [Double] {
      var entries = [Double](repeating: 0, count: 16)
      for place in 0..<4 {
        entries[5 * place] = (1 + odd) / 2
        entries[3 * (place + 1)] = (1 - odd) / 2
      }
      return entries
    }
    let post = filter(0.8).map { Int32(($0 * 8192).rounded()) }
    builder.add("coarsePre", [4, 4], filter(1.25).map { Float($0) })
    builder.add("coarsePost", [4, 4], post)
    let row: [UInt32] = (0...25).map { UInt32($0 * 65536 / 25) }
    builder.add("map", [3, 26], row + row + row)
  }
}
