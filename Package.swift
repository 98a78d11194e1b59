// swift-tools-version: 6.2
import PackageDescription

// Every target is one room of the pipeline; the order below is the order of a
// picture's way through them.
let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "rdc",
  platforms: [.macOS(.v13)],
  products: [
    .executable(name: "rdc", targets: ["RDCTool"]),
    .library(name: "RDC", targets: ["RDC"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(name: "CKernels"),
    .target(name: "EmbeddedModels", exclude: ["packs"]),
    // libpng reports errors by longjmp, which must not cross Swift frames.
    .target(name: "CImageIO", dependencies: ["CPNG"]),
    .target(
      name: "ImageIO", dependencies: ["CImageIO", "CPNG", "CZstd"],
      swiftSettings: swiftSettings),
    .target(
      name: "NeuralInference", dependencies: ["CKernels"],
      swiftSettings: swiftSettings),
    .target(name: "UniversalQuantization", swiftSettings: swiftSettings),
    .target(name: "EntropyCoding", swiftSettings: swiftSettings),
    .target(
      name: "ModelPack",
      dependencies: [
        "CKernels", "NeuralInference", "EntropyCoding", "CPNG", "CZstd",
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "Container", dependencies: ["CPNG"],
      swiftSettings: swiftSettings),
    .target(
      name: "RDC",
      dependencies: [
        "CKernels", "ImageIO", "NeuralInference", "UniversalQuantization",
        "EntropyCoding", "ModelPack", "Container", "EmbeddedModels",
      ],
      exclude: ["Photo/FORMAT.md"],
      swiftSettings: swiftSettings),
    .target(
      name: "Metrics", dependencies: ["ImageIO", "NeuralInference"],
      swiftSettings: swiftSettings),
    .target(name: "Theory", swiftSettings: swiftSettings),
    // Not named `rdc`: a file system that ignores case would take it for `RDC`.
    .executableTarget(
      name: "RDCTool",
      dependencies: [
        "RDC", "Metrics", "Theory", "Container",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ImageIOTests", dependencies: ["ImageIO"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "NeuralInferenceTests", dependencies: ["NeuralInference"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "UniversalQuantizationTests",
      dependencies: ["UniversalQuantization"], swiftSettings: swiftSettings),
    .testTarget(
      name: "EntropyCodingTests", dependencies: ["EntropyCoding"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ContainerTests", dependencies: ["Container"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "MetricsTests", dependencies: ["Metrics"],
      exclude: ["reference.py"],  // makes Golden.swift
      swiftSettings: swiftSettings),
    .testTarget(
      name: "TheoryTests", dependencies: ["Theory"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "RDCTests",
      dependencies: ["RDC", "ModelPack", "Container", "EmbeddedModels"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "CommandLineTests", dependencies: ["RDCTool", "ImageIO", "RDC"],
      swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
