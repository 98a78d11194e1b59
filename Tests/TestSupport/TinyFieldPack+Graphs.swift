extension TinyFieldPack {
  /// The networks by name.
  static var graphs: [String: Any] {
    let latents = input("latents", channels)
    let quality = input("quality", 2)
    return [
      "analysis": [
        "inputs": [input("picture", 3), quality],
        "layers": [
          [
            "op": "affine", "scale": "one", "shift": "down",
            "inputs": ["picture"], "output": "a",
          ],
          ["op": "spaceToDepth", "block": 8, "inputs": ["a"], "output": "b"],
          convolution("b", "y", "forward", "zero"),
        ],
        "output": "y",
      ],
      "distortion": [
        "inputs": [latents], "layers": picture(from: "latents"),
        "output": "out",
      ],
      "perceptual": [
        "inputs": [latents, quality, input("noise8", 2), input("noise2", 3)],
        "layers": [
          ["op": "add", "inputs": ["noise8", "quality"], "output": "q"],
          convolution("q", "n", "grain", "zero"),
          ["op": "add", "inputs": ["latents", "n"], "output": "l"],
        ] + picture(from: "l", fine: "noise2"),
        "output": "out",
      ],
      "classification": [
        "inputs": [latents, input("coarse", 48), input("cells", 2)],
        "layers": [
          ["op": "concat", "inputs": ["coarse", "cells"], "output": "w"],
          convolution("w", "v", "wide", "zeroWide"),
          ["op": "depthToSpace", "block": 4, "inputs": ["v"], "output": "t"],
          ["op": "add", "inputs": ["latents", "t"], "output": "l"],
        ] + picture(from: "l", smooth: "sharp"),
        "output": "out",
      ],
      "guide": classifier, "judge": classifier,
    ]
  }

  /// Tells the strongest colour.
  private static var classifier: [String: Any] {
    [
      "inputs": [["name": "picture", "shape": [-1, 32, 32, 3]]],
      "layers": [
        ["op": "globalAveragePool", "inputs": ["picture"], "output": "p"],
        [
          "op": "linear", "weight": "colours", "bias": "even",
          "inputs": ["p"], "output": "z",
        ],
      ],
      "output": "z",
    ]
  }

  /// An input of any size.
  private static func input(_ name: String, _ channels: Int) -> [String: Any] {
    ["name": name, "shape": [-1, -1, -1, channels]]
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
}
