/// How sRGB samples are to be brought to a device (chunk sRGB).
public enum RenderingIntent: UInt8, Sendable, Equatable, CaseIterable {
  /// For photographs.
  case perceptual = 0
  /// Colours in the device's gamut stay, relative to its white.
  case relativeColorimetric = 1
  /// For charts: saturation counts more than hue and lightness.
  case saturation = 2
  /// Colours in the device's gamut stay absolutely.
  case absoluteColorimetric = 3
}
