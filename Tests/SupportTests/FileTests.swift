import Foundation
import Support
import TestSupport
import Testing

/// Each test has a folder of its own, which goes with it.
@Suite final class FileTests {
  let folder = NSTemporaryDirectory() + "rdc-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  func writeError(_ bytes: [UInt8], _ path: String, _ overwrite: Bool)
    -> FileError?
  {
    do throws(FileError) {
      try AtomicFile.write(bytes, to: path, overwrite: overwrite)
      return nil
    } catch {
      return error
    }
  }

  func readError(_ path: String, _ limit: Int) -> FileError? {
    do throws(FileError) {
      _ = try BoundedFile.read(path, limit: limit)
      return nil
    } catch {
      return error
    }
  }

  @Test
  func `what is written is read, and nothing is left beside it`() throws {
    var random = SplitMix64(seed: 3)
    for count in [0, 1, 1_000_000] {
      let bytes = random.bytes(count)
      let path = path("a\(count)")
      try AtomicFile.write(bytes, to: path)
      #expect(try BoundedFile.read(path, limit: count) == bytes)
    }
    #expect(try names() == ["a0", "a1", "a1000000"])
  }

  @Test
  func `pieces have their name in the end, or leave nothing`() throws {
    let path = path("a")
    var file = try PendingFile(path)
    try file.write([1, 2])
    #expect(try !names().contains("a"))
    try file.write([3])
    try file.publish()
    #expect(try BoundedFile.read(path, limit: 9) == [1, 2, 3])
    do {
      var other = try PendingFile(path, overwrite: true)
      try other.write([4])
    }
    #expect(try BoundedFile.read(path, limit: 9) == [1, 2, 3])
    #expect(try names() == ["a"])
  }

  @Test(arguments: [1, 3, 10, 100])
  func `a file is read in pieces of any size`(size: Int) throws {
    let bytes = Array(UInt8(0)..<10)
    try AtomicFile.write(bytes, to: path("a"))
    var reader = try FileReader(path("a"))
    #expect(reader.size == 10)
    var found: [UInt8] = []
    while case let piece = try reader.next(size), !piece.isEmpty {
      #expect(piece.count == min(size, 10 - found.count))
      found += piece
    }
    #expect(found == bytes)
    let device = try FileReader("/dev/null")
    #expect(device.size == nil)
  }

  @Test
  func `an existing file is kept unless it may be replaced`() throws {
    let path = path("a")
    try AtomicFile.write([1], to: path)
    #expect(writeError([2], path, false) == .alreadyExists(path: path))
    #expect(try BoundedFile.read(path, limit: 9) == [1])
    #expect(writeError([2], path, true) == nil)
    #expect(try BoundedFile.read(path, limit: 9) == [2])
    #expect(try names() == ["a"])
  }

  @Test
  func `a replaced file keeps its permissions, a link stays a link`() throws {
    let manager = FileManager.default
    try AtomicFile.write([1], to: path("a"))
    try manager.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: path("a"))
    try manager.createSymbolicLink(
      atPath: path("l"), withDestinationPath: "a")
    try AtomicFile.write([2], to: path("l"), overwrite: true)
    #expect(try BoundedFile.read(path("a"), limit: 9) == [2])
    #expect(try manager.destinationOfSymbolicLink(atPath: path("l")) == "a")
    let mode = try manager.attributesOfItem(atPath: path("a"))[
      .posixPermissions]
    #expect(mode as? Int == 0o640)
  }

  @Test
  func `a folder is not replaced by a file`() {
    #expect(writeError([1], folder, true) == .isFolder(path: folder))
  }

  @Test
  func `a device takes the bytes and stays, whether or not it may be replaced`()
  {
    for overwrite in [false, true] {
      #expect(writeError([1], "/dev/null", overwrite) == nil)
      #expect(
        writeError([1], "/dev/full", overwrite)
          == .unwritable(
            path: "/dev/full", reason: "No space left on device"))
    }
  }

  @Test
  func `a pipe with a name takes the bytes and stays a pipe`() throws {
    let path = path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    // Opened for both ways, which does not wait for the other end.
    let end = open(path, O_RDWR)
    #expect(end >= 0)
    defer { close(end) }
    try AtomicFile.write([1, 2, 3], to: path)
    var bytes = [UInt8](repeating: 0, count: 9)
    #expect(read(end, &bytes, 9) == 3)
    #expect(bytes.prefix(3) == [1, 2, 3])
    #expect(try names() == ["pipe"])
  }

  @Test
  func `a link to nothing is neither followed nor replaced`() throws {
    let path = path("l")
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "nothing")
    for overwrite in [false, true] {
      #expect(writeError([1], path, overwrite) == .danglingLink(path: path))
    }
    #expect(try names() == ["l"])
  }

  @Test
  func `a link to a device or pipe leads there`() throws {
    let path = path("l")
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "/dev/null")
    #expect(writeError([1], path, false) == nil)
    #expect(try names() == ["l"])
  }

  @Test
  func `a failure names the target and leaves nothing`() throws {
    let path = path("none/a")
    let error = writeError([1], path, false)
    #expect(
      error == .missingFolder(path: path, folder: folder + "/none"))
    #expect(error?.description.contains("there is no folder") == true)
    // Too long a name fails at the rename, after the bytes are written.
    let long = self.path(String(repeating: "n", count: 300))
    guard case .unwritable(long, let reason) = writeError([1], long, false)
    else {
      Issue.record("it is written")
      return
    }
    #expect(!reason.isEmpty)
    #expect(try names() == [])
  }

  @Test
  func `a name as long as names can be is written`() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write([1], to: path(name))
    #expect(try names() == [name])
  }

  @Test(arguments: ["", "a\0b"])
  func `a path that is none is refused`(path: String) {
    #expect(writeError([1], path, true) == .invalidPath(path: path))
    #expect(readError(path, 1) == .invalidPath(path: path))
  }

  @Test
  func `a file beyond the limit is refused, also one without a size`() throws {
    let path = path("a")
    try AtomicFile.write([1, 2, 3], to: path)
    #expect(readError(path, 2) == .tooLarge(path: path, limit: 2))
    #expect(readError(path, 3) == nil)
    #expect(
      readError("/dev/zero", 1 << 20)
        == .tooLarge(path: "/dev/zero", limit: 1 << 20))
  }

  @Test
  func `threads that make the same folder at once all get it`() {
    let failures = Counter()
    for round in 0..<200 {
      Parallel.forEach(4, threads: 4) { _ in
        do throws(FileError) {
          try Folder.createAll(path("\(round)/deep"))
        } catch {
          _ = failures.add(1)
        }
      }
    }
    #expect(failures.add(0) == 0)
  }

  @Test
  func `a folder's name that something else has is refused`() throws {
    try AtomicFile.write([1], to: path("file"))
    try FileManager.default.createSymbolicLink(
      atPath: path("dangling"), withDestinationPath: path("nothing"))
    for name in ["file", "dangling"] {
      #expect(throws: FileError.notAFolder(path: path(name))) {
        try Folder.create(path(name))
      }
    }
  }

  @Test
  func `what cannot be read is called so, on one line`() {
    let path = path("no\nne")
    let error = readError(path, 1)
    #expect(
      error == .unreadable(path: path, reason: "No such file or directory"))
    #expect(error?.description.contains("\n") == false)
    #expect(
      readError(folder, 1)
        == .unreadable(path: folder, reason: "Is a directory"))
  }
}
