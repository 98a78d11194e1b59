// Made by reference.py; do not edit.

/// Figures of independent implementations.
enum Golden {
  static let meanSquaredError = 0.00441806084683824
  static let peakSignalToNoise = 23.547683071915827
  static let multiScaleSSIMColor = 0.9863691361053819
  static let multiScaleSSIMGray = 0.9858006940728389
  static let singleScaleSSIM = 0.8566090802106905
  static let accuracy = 0.106
  static let crossEntropy = 16.441773296648687
  static let frechetFull = 24.98418914336788
  static let frechetLowRank = 486.1054543918435
  static let slicedEqual = 1.0169465103700392
  static let slicedUnequal = 1.0172601979716656
  static let firstNormals: [Double] = [
    0.4147197504315305, 0.6526812221519427, -0.8918862136277562,
    1.3268335628141064,
  ]
  static let patchSliced: [Double] = [0.0784356103996664, 0.03462408528213875]
  static let monotoneValues: [Double] = [
    1.5664, 2.5648, 3.0, 2.7407407407407405, 3.420224719101124,
    7.217515248796148,
  ]
  static let monotoneIntegral = 11.947984818976279
  static let bdRate = -16.515160040517753
  static let bdRateWithin = -17.16120139647712
  static let bdPSNR = 0.7280702358367277
}
