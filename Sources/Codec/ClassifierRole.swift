/// Which of a pack's classifiers.
public enum ClassifierRole: Sendable {
  /// The one that the encoder asks and that heads were trained against.
  case guide
  /// The one that only measures; no head ever saw it.
  case measure
}
