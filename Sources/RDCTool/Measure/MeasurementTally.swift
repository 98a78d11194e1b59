import Metrics
import RDC
import Support

/// Collects what is measured, file by file, into means.
struct MeasurementTally {
  private let model: Model
  private let rates: [Rate]
  private let figures: [any Figure]
  private let names: [(head: String, strength: Float?)]
  /// Pictures so far.
  private(set) var pictures = 0
  private(set) var samples = SampleSheet()
  /// By rate.
  private var files: [[Measurement.File]]
  private var hits: [Int?]
  private var taken: [Rate?]
  private var originals: [Measurement.Reading] = []

  init(
    model: Model, rates: [Rate], figures: [any Figure],
    names: [(head: String, strength: Float?)]
  ) {
    self.model = model
    self.rates = rates
    self.figures = figures
    self.names = names
    files = rates.map { _ in [] }
    hits = rates.map { _ in nil }
    taken = rates.map { _ in nil }
  }

  /// Counts the labels that a reader of the file's bits gets right.
  mutating func count(
    _ found: Classification?, labels: [UInt8]?, at rate: Int, rate name: Rate
  ) {
    took(name, at: rate)
    guard let found, let labels else { return }
    let right = zip(found.best, labels).count { $0 == Int($1) }
    hits[rate] = (hits[rate] ?? 0) + right
  }

  /// Notes the rate that an encoder took.
  mutating func took(_ name: Rate, at rate: Int) { taken[rate] = name }

  /// Adds the first file's pictures to the sheet.
  mutating func sample(
    _ pictures: PictureSet, _ original: FigurePictures,
    _ sheet: [(name: String, pictures: PictureSet)],
    _ readings: [FigurePictures]
  ) {
    samples.add(
      pictures, original,
      sheet.enumerated().map { place, one in
        (one.name, one.pictures, readings[place].sight?.decisions)
      })
  }

  /// Adds a file: what it cost at each rate, and all its readings, rate by rate.
  mutating func add(
    _ path: String, _ costs: [EncodingFigures], _ readings: [FigurePictures],
    _ original: FigurePictures
  ) throws {
    pictures += original.count
    var rows = readings.indices.map { place in
      let name = names[place % names.count]
      return Measurement.Reading(
        head: name.head, strength: name.strength, values: [:])
    }
    var floor = Measurement.Reading(head: "original", values: [:])
    for figure in figures {
      for (place, value) in try figure.values(
        of: readings, original: original
      ).enumerated() { rows[place].values[figure.key] = value }
      floor.values[figure.key] = try figure.floor(of: original)
    }
    for (place, reading) in readings.enumerated()
    where rows[place].strength == nil {
      rows[place].confusion = try reading.classification()?.confusion.rows
    }
    floor.confusion = try original.classification()?.confusion.rows
    originals.append(floor)
    for (rate, cost) in costs.enumerated() {
      files[rate].append(
        Measurement.File(
          path: path, encoding: cost,
          readings: Array(
            rows[rate * names.count..<(rate + 1) * names.count])))
    }
  }

  /// Everything so far.
  func measurement() -> Measurement {
    Measurement(
      model: model.name, fingerprint: model.fingerprint.hex,
      pictures: pictures, labels: model.profile.labels, figures: figures,
      original: mean(of: originals)
        ?? Measurement.Reading(head: "original", values: [:]),
      points: rates.indices.map(point))
  }

  private func point(_ rate: Int) -> Measurement.Point {
    let own = files[rate]
    let asked = rates[rate]
    let setting =
      asked == .standard ? taken[rate].map { "\($0)" } ?? "" : "\(asked)"
    return Measurement.Point(
      setting: setting,
      total: EncodingFigures(summing: own.map(\.encoding)),
      bitsPerPixel: own.map(\.encoding.bitsPerPixel).mean ?? 0,
      labelAccuracy: hits[rate].map { Double($0) / Double(pictures) },
      readings: names.indices.compactMap { place in
        mean(of: own.map { $0.readings[place] })
      }, files: own)
  }

  /// The means of several files' figures; a figure that one lacks is left out.
  private func mean(
    of readings: [Measurement.Reading]
  ) -> Measurement.Reading? {
    guard var mean = readings.first else { return nil }
    for figure in figures {
      let known = readings.compactMap { $0.values[figure.key] }
      mean.values[figure.key] =
        known.count == readings.count ? known.mean : nil
    }
    for reading in readings.dropFirst() {
      guard let own = mean.confusion, let other = reading.confusion else {
        mean.confusion = nil
        break
      }
      mean.confusion = zip(own, other).map { zip($0, $1).map(+) }
    }
    return mean
  }
}

extension [Double] {
  /// The mean; none of nothing.
  fileprivate var mean: Double? {
    isEmpty ? nil : reduce(0, +) / Double(count)
  }
}

extension ConfusionMatrix {
  /// A row for each label.
  fileprivate var rows: [[Int]] {
    (0..<classes).map { label in
      (0..<classes).map { self[label: label, decision: $0] }
    }
  }
}
