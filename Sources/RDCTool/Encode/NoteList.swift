import Synchronization

/// What is worth a word, each once, in the order in which it comes up.
final class NoteList: Sendable {
  private let notes = Mutex<[String]>([])

  /// Adds notes that are not there yet.
  func add(_ added: String...) { add(added) }

  /// As above.
  func add(_ added: [String]) {
    notes.withLock { notes in
      for note in added where !notes.contains(note) { notes.append(note) }
    }
  }

  /// All notes so far.
  var all: [String] { notes.withLock { $0 } }
}
