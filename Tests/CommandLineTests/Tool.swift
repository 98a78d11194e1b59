import Foundation
import Testing

/// The built `rdc`, run as its users run it.
struct Tool {
  /// What one run gave.
  struct Outcome {
    var status: Int32
    var output: [UInt8]
    var errors: String

    /// Lines on stderr that say something.
    var errorLines: [Substring] {
      errors.split(separator: "\n", omittingEmptySubsequences: true)
    }
  }

  /// The path of `rdc`.
  static let path = built("rdc")

  /// A built program: beside the test bundle, where SwiftPM puts it.
  static func built(_ name: String) -> String {
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: "/")
    for folder in sequence(
      first: bundle.deletingLastPathComponent(),
      next: { $0.path == "/" ? nil : $0.deletingLastPathComponent() })
    {
      let tool = folder.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: tool) { return tool }
    }
    return CommandLine.arguments.first.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent()
        .appendingPathComponent(name).path
    } ?? name
  }

  /// Runs `rdc` with arguments in a folder.
  static func run(
    _ arguments: [String], in folder: String,
    input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(
      path, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs a line of shell in which `$RDC` is the tool.
  static func shell(_ line: String, in folder: String) throws -> Outcome {
    try start("/bin/sh", ["-c", line], in: folder, environment: ["RDC": path])
  }

  /// Runs `rdc` until something is so, then ends it by a signal.
  ///
  /// By the system's own call: Foundation hands its threads' mask on to a
  /// process, in which signals are blocked then.
  ///
  /// - Returns: the signal that ended it; nil if it ended by itself.
  static func run(
    _ arguments: [String], in folder: String, until isReady: () -> Bool,
    signal: Int32
  ) throws -> Int32? {
    var attributes = posix_spawnattr_t()
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let line = "cd \"$0\" && exec \"$@\" 2> /dev/null"
    var words = (["sh", "-c", line, folder, path] + arguments).map {
      strdup($0)
    }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(
      &process, "/bin/sh", nil, &attributes, words, environ)
    guard code == 0 else { throw POSIXError(.init(rawValue: code) ?? .EINVAL) }
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      if isReady() {
        kill(process, signal)
        waitpid(process, &status, 0)
        break
      }
      usleep(2000)
    }
    let ending = status & 0x7f
    return ending == 0 ? nil : ending
  }

  /// Runs `rdc` to its end.
  ///
  /// - Returns: the most bytes that it held at a time.
  static func peakMemory(
    _ arguments: [String], in folder: String
  ) throws -> Int {
    var words =
      (["sh", "-c", "cd \"$0\" && exec \"$@\"", folder, path]
      + arguments).map { strdup($0) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", nil, nil, words, environ)
    guard code == 0 else { throw POSIXError(.init(rawValue: code) ?? .EINVAL) }
    // What wait4 tells has the memory of this process in it, of which the other
    // is born.
    var peak = 0
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      let told = try? String(
        contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
      let line = told?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let kilobytes = line?.split(separator: " ").dropLast().last
      peak = max(peak, kilobytes.flatMap { Int($0) } ?? 0)
      usleep(1000)
    }
    guard status == 0 else { throw POSIXError(.ECHILD) }
    return peak * 1024
  }

  /// Runs a program in a folder.
  static func start(
    _ program: String, _ arguments: [String] = [], in folder: String,
    input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(
      environment
    ) { $1 }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Inputs and errors here are shorter than a pipe holds.
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
    try standardInput.fileHandleForWriting.close()
    let result = try output.fileHandleForReading.readToEnd() ?? Data()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: [UInt8](result),
      errors: String(decoding: text, as: UTF8.self))
  }
}

/// A folder of a test's own, removed when the test ends.
final class Scratch {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "rdc-test-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/\(name)")
  }

  /// Names in the folder, sorted.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .sorted()
  }
}
