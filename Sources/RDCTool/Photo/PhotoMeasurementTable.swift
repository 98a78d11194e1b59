import Support

/// A measurement of photos as lines for people.
enum PhotoMeasurementTable {
  static func lines(_ measurement: PhotoMeasurement) -> [String] {
    let count = measurement.points.first?.photos.count ?? 0
    let labelled = measurement.original != nil
    var lines = [
      "\(measurement.name), \(count) \(count == 1 ? "photo" : "photos"); "
        + "bits a pixel of the whole file",
      "",
      row(
        ["", "head", "bpp", "PSNR", "MS-SSIM", "patch SW2"]
          + (labelled ? ["accuracy", "CE nats"] : [])),
    ]
    if let original = measurement.original {
      lines.append(row(["original", "", "", ""] + ["", ""] + cells(original)))
    }
    for point in measurement.points {
      for (place, head) in point.heads.enumerated() {
        lines.append(
          row(
            [
              place == 0 ? point.setting : "", head.head,
              place == 0 ? point.bpp.text(4) : "", head.psnr?.text(3) ?? "–",
              head.msssim?.text(5) ?? "–",
              head.patchSlicedWasserstein?.text(5) ?? "–",
            ] + (labelled ? cells(head) : [])))
      }
    }
    for point in measurement.points {
      guard let accuracy = point.labelAccuracy else { continue }
      lines.append(
        "labels that rdc classify reads at \(point.setting): "
          + "\((100 * accuracy).text(2)) % right")
    }
    return lines + (measurement.comparisons ?? []).map(\.line)
  }

  private static func cells(_ figures: PhotoMeasurement.Figures) -> [String] {
    [
      figures.accuracy.map { (100 * $0).text(2) + " %" } ?? "–",
      figures.crossEntropy?.text(4) ?? "–",
    ]
  }

  private static func row(_ cells: [String]) -> String {
    let widths = [14, 16, 9, 9, 10, 11, 11, 10]
    return zip(cells, widths).enumerated().map { index, cell in
      let padding = String(
        repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index < 2 ? cell.0 + padding : padding + cell.0
    }.joined()
  }
}
