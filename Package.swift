// swift-tools-version: 6.2
import PackageDescription

// Every target is one room with one job. What it may import is its
// `dependencies`, and all of them are used: Tests/Lint/check-imports.py says so.
let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A room of Swift sources.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude,
    swiftSettings: swiftSettings)
}

/// The tests of a room, in `Tests/<room>Tests`.
func tests(
  _ room: String, _ dependencies: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(room)Tests", dependencies: [.byName(name: room)] + dependencies,
    exclude: exclude, swiftSettings: swiftSettings)
}

/// A library of the system, found through pkg-config.
func systemLibrary(
  _ name: String, _ pkgConfig: String, apt: String, brew: String
) -> Target {
  .systemLibrary(
    name: name, pkgConfig: pkgConfig,
    providers: [.apt([apt]), .brew([brew])])
}

let numerics = Target.Dependency.product(
  name: "RealModule", package: "swift-numerics")
let system = Target.Dependency.product(
  name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "rdc",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "rdc", targets: ["RDCTool"]),
    .library(name: "RDC", targets: ["RDC"]),
    // Installed as `librdc`: two products cannot share a name.
    .library(name: "rdc-c", type: .dynamic, targets: ["CInterface"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    systemLibrary("CPNG", "libpng", apt: "libpng-dev", brew: "libpng"),
    systemLibrary("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),
    systemLibrary("CZstd", "libzstd", apt: "libzstd-dev", brew: "zstd"),
    .target(name: "CKernels"),
    // Of the tool alone: a library must not meddle with its host's memory.
    .target(name: "CAllocation"),
    .target(name: "EmbeddedModels", exclude: ["packs"]),
    // libpng reports errors by longjmp, which must not cross Swift frames.
    .target(name: "CPictureFiles", dependencies: ["CPNG"]),
    room("Support", ["CZlib", numerics, system]),
    room("StrictJSON"),
    room("PictureFiles", ["CPictureFiles", "CZlib", "Support"]),
    room("NeuralInference", ["CKernels", "StrictJSON", "Support", numerics]),
    room("UniversalQuantization"),
    room("EntropyCoding", [numerics]),
    room(
      "ModelPack",
      ["CKernels", "CZstd", "NeuralInference", "StrictJSON", "Support"]),
    room("Container", ["Support"]),
    room(
      "Codec",
      [
        "CKernels", "Container", "EntropyCoding", "ModelPack",
        "NeuralInference", "PictureFiles", "StrictJSON", "Support",
      ]),
    room(
      "LatentVectorCodec",
      [
        "CKernels", "Codec", "Container", "EntropyCoding", "ModelPack",
        "NeuralInference", "StrictJSON", "Support", "UniversalQuantization",
      ]),
    room(
      "LatentFieldCodec",
      [
        "CKernels", "Codec", "Container", "EntropyCoding", "ModelPack",
        "NeuralInference", "PictureFiles", "StrictJSON", "Support",
        "UniversalQuantization", numerics,
      ]),
    room(
      "RDC",
      [
        "Codec", "Container", "EmbeddedModels", "LatentFieldCodec",
        "LatentVectorCodec", "ModelPack", "NeuralInference", "PictureFiles",
        "StrictJSON", "Support",
      ]),
    // The header by itself, so that Swift reads the types that C has.
    .systemLibrary(name: "CRDC", path: "Sources/CInterface/include"),
    room(
      "CInterface", ["CRDC", "RDC", "StrictJSON", "Support"],
      exclude: ["include", "library.sh", "rdc.map"]),
    room("Metrics", ["Support", numerics]),
    room("Plot", ["Support", numerics]),
    room("Theory", ["Plot", numerics]),
    room("Samples", ["PictureFiles", "Support"]),
    // Not named `rdc`: a file system that ignores case would take it for `RDC`.
    .executableTarget(
      name: "RDCTool",
      dependencies: [
        "CAllocation", "Metrics", "Plot", "RDC", "Samples", "StrictJSON",
        "Support", "Theory", system,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Desktop", "install.sh", "sbom.py"],
      swiftSettings: swiftSettings),
    .target(
      name: "TestSupport",
      dependencies: [
        "EmbeddedModels", "LatentFieldCodec", "LatentVectorCodec",
        "ModelPack", "NeuralInference", "PictureFiles", "RDC", "Support",
        numerics,
      ],
      path: "Tests/TestSupport", swiftSettings: swiftSettings),
    // What the README and the DocC catalogue show, as it stands there.
    .executableTarget(
      name: "LibraryExample", dependencies: ["RDC"],
      path: "Tests/LibraryExample", swiftSettings: swiftSettings),
    // Tests/Fuzz/run.sh links it with libFuzzer.
    .executableTarget(
      name: "Fuzz", dependencies: ["RDC", "Support", "TestSupport"],
      path: "Tests/Fuzz",
      exclude: ["build.sh", "check.sh", "run.sh", "words.dict"],
      swiftSettings: swiftSettings),
    tests("Fuzz", ["Support"]),
    tests("Support", ["TestSupport"]),
    tests("StrictJSON", ["Support", "TestSupport"]),
    tests("PictureFiles", ["Support", "TestSupport"]),
    tests("NeuralInference", ["CKernels", "Support", "TestSupport"]),
    tests("UniversalQuantization", ["Support"]),
    tests("EntropyCoding", ["Support", "TestSupport", numerics]),
    tests(
      "ModelPack",
      ["EmbeddedModels", "LatentVectorCodec", "RDC", "TestSupport"]),
    tests("Container", ["Support", "TestSupport"]),
    tests(
      "LatentVectorCodec",
      [
        "Container", "EntropyCoding", "ModelPack", "NeuralInference",
        "PictureFiles", "RDC", "Samples", "Support", "TestSupport",
      ]),
    tests(
      "LatentFieldCodec",
      [
        "Codec", "Container", "EntropyCoding", "LatentVectorCodec",
        "ModelPack", "NeuralInference", "PictureFiles", "RDC", "Samples",
        "Support", "TestSupport", "UniversalQuantization",
      ]),
    tests(
      "Metrics", ["Support"],
      exclude: ["reference.py"]),  // makes Golden.swift
    tests("Plot"),
    tests("Theory", ["Support", "TestSupport"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "LibraryExample", "Metrics", "ModelPack", "PictureFiles", "RDC",
        "RDCTool", "Samples", "StrictJSON", "Support", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
