import Support

/// A measurement as lines for people.
enum MeasurementTable {
  static func lines(_ measurement: Measurement) -> [String] {
    var lines = [
      "model \(measurement.model) \(measurement.fingerprint), "
        + "\(measurement.pictures) pictures, rung of "
        + "\(measurement.nominalBits.text(2)) bits",
      "real bits a picture: file \(measurement.fileBits.text(4)) "
        + "(\(measurement.fileBytes) bytes), payload "
        + "\(measurement.payloadBits.text(4)), ideal "
        + measurement.idealBits.text(4),
    ]
    if let accuracy = measurement.labelAccuracy {
      lines.append(
        "labels read from the bits alone: \((100 * accuracy).text(2)) % right")
    }
    lines.append("")
    lines.append(
      row(["", "MSE", "PSNR", "accuracy", "CE nats", "sliced W2", "Fréchet"]))
    for head in measurement.heads + measurement.dial {
      let strength = head.strength.map { " \(Double($0).text(2))" } ?? ""
      lines.append(
        row([
          head.head + strength, head.mse.text(5), head.psnr?.text(2) ?? "–",
          head.accuracy.map { (100 * $0).text(2) + " %" } ?? "–",
          head.crossEntropy?.text(4) ?? "–", head.slicedWasserstein2.text(4),
          head.frechet.text(3),
        ]))
    }
    return lines
  }

  private static func row(_ cells: [String]) -> String {
    let widths = [20, 10, 8, 11, 10, 11, 11]
    return zip(cells, widths).enumerated().map { index, cell in
      let padding = String(
        repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined()
  }
}
