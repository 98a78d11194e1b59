/// The figures that are measured, in the order in which they are shown.
public enum Figures {
  /// One line a figure.
  public static let all: [any Figure] = [
    MeanSquaredErrorFigure(),
    PeakSignalToNoiseFigure(),
    MultiScaleSSIMFigure(),
    PatchSlicedWassersteinFigure(),
    AccuracyFigure(),
    CrossEntropyFigure(),
    SlicedWassersteinFigure(),
    FrechetFigure(),
  ]
}
