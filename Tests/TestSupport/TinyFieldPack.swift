import Foundation
import ModelPack
import RDC
import Support

/// A small pack of photos, made of drawn weights: it compresses badly, but
/// runs every part of the path.
public enum TinyFieldPack {
  /// Channels of each coding group of the cells; the first two are references,
  /// and the third has a mean.
  public static let coarse = [1, 2, 3, 42]
  /// Those of the blocks; the first two have means.
  public static let fine = [2, 1, 3, 5]
  /// Latents that a head reads a block: three means and the fine ones.
  public static let channels = 3 + fine.reduce(0, +)
  /// Hidden values of the contexts' networks.
  public static let hidden = 8
  /// Quality indices.
  public static let qualities = 129
  /// Widths of cells, as powers of two.
  public static let shifts: [UInt8] = [0, 0, 0, 0, 1, 3]
  /// Cells with a part of their own.
  public static let radii: [UInt8] = [2, 3, 8, 20, 20, 31]
  /// Amplitudes of the dither.
  public static let dithers: [UInt8] = [0, 0, 32, 64, 64, 17]

  /// The pack, read back from its bytes.
  public static let model = Result { try Model(bytes()) }

  /// The bytes of the pack's file.
  public static func bytes(change: (inout Builder) -> Void = { _ in })
    -> [UInt8]
  {
    var builder = Builder()
    addTransforms(&builder)
    addContexts(&builder)
    addTables(&builder)
    change(&builder)
    return ZstdFrame.compress(builder.file(), level: 3)
  }

  private static func addTransforms(_ builder: inout Builder) {
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
    addMeans(&builder)
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

  private static func addContexts(_ builder: inout Builder) {
    builder.add(
      "ctx.lut", [64],
      (0..<64).map { UInt8((8 * log2(Double($0 + 1))).rounded()) })
    addContexts(
      &builder, "coarse", groups: coarse, given: 0, references: 2, means: 3)
    addContexts(
      &builder, "fine", groups: fine, given: 3, references: 0, means: 2)
  }

  private static func addContexts(
    _ builder: inout Builder, _ scale: String, groups: [Int], given: Int,
    references: Int, means: Int
  ) {
    var start = given
    let firstSigned = given + groups[..<references].reduce(0, +)
    var lastSigned = firstSigned
    for (index, size) in groups.enumerated() {
      func name(_ part: String) -> String { "ctx.\(scale).\(index).\(part)" }
      let hasMean = index < means
      let slopes = 8 * min(start, 3)
      let outputs = hasMean ? 2 * size : size
      func draw(_ part: String, _ shape: [Int], _ limit: Int) {
        builder.add(
          name(part), shape,
          (0..<shape.reduce(1, *)).map { _ in
            Int16(builder.random.small(limit))
          })
      }
      func draw32(_ part: String, _ shape: [Int], _ limit: Int) {
        builder.add(
          name(part), shape,
          (0..<shape.reduce(1, *)).map { _ in
            Int32(builder.random.small(limit))
          })
      }
      if start > 0 {
        draw(
          "window", [3, 3, start + lastSigned - firstSigned, hidden], 300)
        draw("slopes", [2 * slopes, hidden], 200)
      }
      if hasMean {
        draw("near", [24 * size, hidden], 200)
        draw("linear", [12 * size + slopes, size], 400)
      } else {
        draw("own", [4, size, hidden], 300)
      }
      if index >= references {
        draw32("same", [12, size], 3000)
        draw("flag", [hidden], 3000)
        draw32("flagSame", [12], 300_000)
        builder.add(
          name("flagBias"), [3], [Int32](repeating: 32 << 19, count: 3))
      }
      draw32("hiddenBias", [3, hidden], 5000)
      draw("leave", [hidden, outputs], 1500)
      builder.add(
        name("bias"), [3, outputs],
        (0..<3 * outputs).map { place in
          place % outputs < size
            ? Int32((place / outputs + 1) << 19) : Int32(0)
        })
      start += size
      if index >= references && index < means { lastSigned = start }
    }
  }

  private static func addTables(_ builder: inout Builder) {
    builder.add("cell", [shifts.count], shifts)
    builder.add("radius", [radii.count], radii)
    builder.add("dither", [dithers.count], dithers)
    var knots: [UInt32] = []
    let groups = coarse.count + fine.count
    builder.add(
      "flags", [groups, 64],
      (0..<groups * 64).map { UInt32(($0 % 64) * 1000 + 1200) })
    for _ in 0..<groups {
      for (index, radius) in radii.enumerated() {
        let count = 4 * (2 * Int(radius) + 4)
        let scale = 0.5 * Double(1 << index)
        let weights = (0..<count).map {
          exp(-abs(Double($0) + 0.5 - Double(count) / 2) / 4 / scale)
        }
        let sum = weights.reduce(0, +)
        var counts = weights.map {
          1 + UInt32($0 / sum * Double(65536 - count))
        }
        counts[count / 2] += 65536 - counts.reduce(0, +)
        var total: UInt32 = 0
        knots.append(0)
        for count in counts {
          total += count
          knots.append(total)
        }
      }
    }
    builder.add("knots", [knots.count], knots)
  }
}

extension TinyFieldPack {
  /// Collects tensors and writes them in the layout of rdc-pack(5).
  public struct Builder {
    /// Draws the weights.
    public var random = SplitMix64(seed: 7)
    /// The member `photo` of the description.
    public var description: [String: Any] = [
      "kind": "photo", "format": 2,
      "coarse": ["groups": TinyFieldPack.coarse, "references": 2, "means": 3]
        as [String: Any],
      "fine": ["groups": TinyFieldPack.fine, "references": 0, "means": 2]
        as [String: Any],
      "classes": TinyFieldPack.radii.count,
      "qualities": TinyFieldPack.qualities, "lagrange": 0.11,
      "provenance": "drawn weights", "labels": ["red", "green", "blue"],
      "classifiers": ["guide": "guide", "measure": "judge", "size": 32]
        as [String: Any],
    ]
    /// The networks by name.
    public var graphs = Builder.graphs
    /// The tensors so far.
    public private(set) var header: [String: [String: Any]] = [:]
    private var data: [UInt8] = []
    private var checksums: [String: UInt32] = [:]

    /// Adds a tensor, in place of one of the same name.
    public mutating func add<Value>(
      _ name: String, _ shape: [Int], _ values: [Value]
    ) {
      let types: [String: String] = [
        "UInt8": "U8", "Int16": "I16", "Int32": "I32", "UInt32": "U32",
        "Float": "F32",
      ]
      let bytes = values.withUnsafeBytes { Array($0) }
      header[name] = [
        "dtype": types["\(Value.self)"] ?? "", "shape": shape,
        "data_offsets": [data.count, data.count + bytes.count],
      ]
      data += bytes
      checksums[name] = CRC32.checksum(bytes)
    }

    /// The safetensors file.
    public func file() -> [UInt8] {
      let text = json([
        "format": 1, "name": "tiny", "graphs": graphs,
        "photo": description, "crc32": checksums,
      ])
      var all: [String: Any] = header
      all["__metadata__"] = ["rdc": String(decoding: text, as: UTF8.self)]
      let head = json(all)
      return (0..<8).map { UInt8(truncatingIfNeeded: head.count >> (8 * $0)) }
        + head + data
    }

    private func json(_ object: Any) -> [UInt8] {
      let data = try? JSONSerialization.data(
        withJSONObject: object, options: [.sortedKeys])
      return Array(data ?? Data())
    }

    private static func convolution(
      _ input: String, _ output: String, _ weight: String, _ bias: String,
      padding: Int = 0
    ) -> [String: Any] {
      [
        "op": "conv2d", "inputs": [input], "output": output,
        "weight": weight, "bias": bias, "stride": 1,
        "padding": [padding, padding, padding, padding],
        "paddingMode": "zeros", "groups": 1,
      ]
    }

    private static let channels = TinyFieldPack.channels

    /// Latents, smoothed, to a picture; with noise at half the size if `fine`
    /// names it.
    private static func picture(
      from latents: String, smooth: String = "smooth", fine: String? = nil
    ) -> [[String: Any]] {
      let noise: [[String: Any]] =
        fine.map {
          [
            convolution($0, "f12", "fine", "zero12"),
            [
              "op": "depthToSpace", "block": 2, "inputs": ["f12"],
              "output": "f",
            ],
            ["op": "add", "inputs": ["c", "f"], "output": "e"],
          ]
        } ?? []
      return [
        convolution(latents, "s", smooth, "zero", padding: 1),
        convolution("s", "b", "back", "none"),
        ["op": "depthToSpace", "block": 8, "inputs": ["b"], "output": "d"],
        ["op": "mirrorPad", "size": 4, "inputs": ["d"], "output": "m"],
        ["op": "crop", "size": 4, "inputs": ["m"], "output": "c"],
      ] + noise + [
        [
          "op": "affine", "scale": "one", "shift": "up",
          "inputs": [fine == nil ? "c" : "e"], "output": "a",
        ],
        [
          "op": "clamp", "low": 0, "high": 255, "inputs": ["a"],
          "output": "out",
        ],
      ]
    }

    private static var graphs: [String: Any] {
      let latents: [String: Any] = [
        "name": "latents", "shape": [-1, -1, -1, channels],
      ]
      let quality: [String: Any] = [
        "name": "quality", "shape": [-1, -1, -1, 2],
      ]
      let coarse: [String: Any] = [
        "name": "coarse", "shape": [-1, -1, -1, 48],
      ]
      let cells: [String: Any] = ["name": "cells", "shape": [-1, -1, -1, 2]]
      let noise: [String: Any] = ["name": "noise8", "shape": [-1, -1, -1, 2]]
      let fine: [String: Any] = ["name": "noise2", "shape": [-1, -1, -1, 3]]
      let classifier: [String: Any] = [
        "inputs": [["name": "picture", "shape": [-1, 32, 32, 3]]],
        "layers": [
          ["op": "globalAveragePool", "inputs": ["picture"], "output": "p"],
          [
            "op": "linear", "weight": "colours", "bias": "even",
            "inputs": ["p"], "output": "z",
          ],
        ], "output": "z",
      ]
      return [
        "analysis": [
          "inputs": [
            ["name": "picture", "shape": [-1, -1, -1, 3]] as [String: Any],
            quality,
          ],
          "layers": [
            [
              "op": "affine", "scale": "one", "shift": "down",
              "inputs": ["picture"], "output": "a",
            ],
            [
              "op": "spaceToDepth", "block": 8, "inputs": ["a"],
              "output": "b",
            ], convolution("b", "y", "forward", "zero"),
          ],
          "output": "y",
        ],
        "distortion": [
          "inputs": [latents], "layers": picture(from: "latents"),
          "output": "out",
        ],
        "perceptual": [
          "inputs": [latents, quality, noise, fine],
          "layers": [
            ["op": "add", "inputs": ["noise8", "quality"], "output": "q"],
            convolution("q", "n", "grain", "zero"),
            ["op": "add", "inputs": ["latents", "n"], "output": "l"],
          ] + picture(from: "l", fine: "noise2"),
          "output": "out",
        ],
        "classification": [
          "inputs": [latents, coarse, cells],
          "layers": [
            ["op": "concat", "inputs": ["coarse", "cells"], "output": "w"],
            convolution("w", "v", "wide", "zeroWide"),
            ["op": "depthToSpace", "block": 4, "inputs": ["v"], "output": "t"],
            ["op": "add", "inputs": ["latents", "t"], "output": "l"],
          ] + picture(from: "l", smooth: "sharp"),
          "output": "out",
        ], "guide": classifier, "judge": classifier,
      ]
    }
  }
}
