/// Which rdc this is.
public enum Release {
  /// The version, as `rdc --version` and `rdc_version()` tell it.
  public static let version = "1.0.0"
}
