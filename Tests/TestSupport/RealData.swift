import Foundation

/// The folder with real pictures, which are no part of the repository.
public enum RealData {
  /// What `RDC_DATA` names.
  public static let folder = ProcessInfo.processInfo.environment["RDC_DATA"]

  /// Why a test that needs it is skipped.
  public static let skip =
    "RDC_DATA does not name a folder with mnist and pngsuite"
}
