import Foundation
import Testing

/// The folder with real pictures, which are no part of the repository.
enum RealData {
  static let folder = ProcessInfo.processInfo.environment["RDC_DATA"]

  static let skip: Comment =
    "RDC_DATA does not name a folder with mnist and pngsuite"
}
