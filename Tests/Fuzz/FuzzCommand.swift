import Foundation

/// Reads files by one target, without a fuzzer: to see a finding again.
///
/// `Tests/Fuzz/run.sh` links the same objects with libFuzzer.
@main
enum FuzzCommand {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let name = arguments.first, let target = FuzzTarget.named(name) else {
      let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
      print("usage: Fuzz TARGET FILE...; targets: \(names)")
      exit(64)
    }
    for path in arguments.dropFirst() {
      target.run([UInt8](try Data(contentsOf: URL(filePath: path))))
      print("\(path): read")
    }
  }
}
