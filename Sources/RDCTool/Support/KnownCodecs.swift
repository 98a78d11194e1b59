import RDC

/// The kinds of model that commands know.
enum KnownCodecs {
  /// Those of the library, unless a caller that runs commands itself, as tests
  /// do, has bound others for the length of a call.
  @TaskLocal static var registry = Registry.standard
}
