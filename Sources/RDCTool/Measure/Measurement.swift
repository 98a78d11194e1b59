import Metrics
import RDC
import StrictJSON
import Support

/// Real bytes and every reading of them, for any kind of model.
struct Measurement: Sendable {
  /// What one head makes of the pictures.
  struct Reading: Sendable {
    /// The head's name; `original` for the pictures themselves.
    var head: String
    /// How far from the distortion head, where that is not all the way.
    var strength: Float?
    /// Values by the figures' keys; a figure that has none is not there.
    var values: [String: Double]
    /// Row = label, column = what the measuring classifier reads.
    var confusion: [[Int]]?

    /// Name and strength for people.
    var name: String {
      head + (strength.map { " \(Double($0).text(2))" } ?? "")
    }
  }

  /// One file that was encoded.
  struct File: Sendable {
    var path: String
    var encoding: EncodingFigures
    var readings: [Reading]
  }

  /// All files at one rate.
  struct Point: Sendable {
    /// What was asked for, for example `quality 50`.
    var setting: String
    /// Sums over the files.
    var total: EncodingFigures
    /// Mean of the files' own bits a pixel.
    var bitsPerPixel: Double
    /// Accuracy of what `rdc classify` reads, where labels are known.
    var labelAccuracy: Double?
    /// Means of the files' own figures: the heads, then the strengths.
    var readings: [Reading]
    var files: [File]
  }

  var model: String
  var fingerprint: String
  /// All that were measured.
  var pictures: Int
  /// The model's names of the labels.
  var labels: [String]
  /// In the order in which they are shown.
  var figures: [any Figure]
  /// The originals; their distances are those between two halves of them: the
  /// floor that no method can be asked to stay below.
  var original: Reading
  /// In the order in which the rates were asked for.
  var points: [Point]
  /// Against another codec's curve, if one was given.
  var comparisons: [CurveComparison] = []

  /// Codec and model.
  var name: String { "rdc \(model) \(fingerprint)" }

  /// What is said of figures that compare sets, where the sets are small; nil
  /// where there is nothing to say.
  var warning: String? {
    let doubtful = shownFigures.filter { $0.fewestPictures > pictures }
    guard let most = doubtful.map(\.fewestPictures).max() else { return nil }
    return "\(pictures.of("picture")): too few for "
      + "\(doubtful.map(\.name).joined(separator: " and ")), which compare "
      + "whole sets and need \(most) or more"
  }

  /// The figures that at least one reading has.
  var shownFigures: [any Figure] {
    let readings = [original] + points.flatMap(\.readings)
    return figures.filter { figure in
      readings.contains {
        $0.head != "original" && $0.values[figure.key] != nil
      }
    }
  }
}
