import Metrics
import RDC
import StrictJSON

/// The JSON of `rdc measure`. `name` and of each point `bpp` and the first
/// head's figures are what ``CodecCurve`` reads, so one measurement can be
/// held against another.
extension Measurement {
  /// The version of this JSON.
  static let version = 3

  var json: JSON {
    [
      "version": .integer(Self.version), "name": .string(name),
      "model": .string(model), "fingerprint": .string(fingerprint),
      "pictures": .integer(pictures),
      "labels": .array(labels.map(JSON.string)),
      "figures": .array(shownFigures.map(\.json)), "original": original.json,
      "points": .array(points.map(\.json)),
      "comparisons": .array(comparisons.map(\.json)),
    ]
  }
}

extension Measurement.Reading {
  fileprivate var members: [String: JSON] {
    var members = values.mapValues { JSON.number($0) }
    members["head"] = .string(head)
    if let strength { members["strength"] = .number(Double(strength)) }
    if let confusion {
      members["confusion"] = .array(
        confusion.map { .array($0.map(JSON.integer)) })
    }
    return members
  }

  var json: JSON { .object(members) }
}

extension Measurement.Point {
  fileprivate var json: JSON {
    var members = total.members
    members["setting"] = .string(setting)
    members["bpp"] = .number(bitsPerPixel)
    if let labelAccuracy { members["labelAccuracy"] = .number(labelAccuracy) }
    members["heads"] = .array(
      readings.filter { $0.strength == nil }.map(\.json))
    members["strengths"] = .array(
      readings.filter { $0.strength != nil }.map(\.json))
    members["files"] = .array(files.map(\.json))
    for (key, value) in readings.first?.values ?? [:] {
      members[key] = .number(value)
    }
    return .object(members)
  }
}

extension Measurement.File {
  fileprivate var json: JSON {
    var members = encoding.members
    members["path"] = .string(path)
    members["bpp"] = .number(encoding.bitsPerPixel)
    members["heads"] = .array(readings.map(\.json))
    return .object(members)
  }
}

extension EncodingFigures {
  fileprivate var members: [String: JSON] {
    var members: [String: JSON] = [
      "pictures": .integer(pictures), "fileBytes": .integer(bytes),
      "payloadBytes": .integer(payloadBytes),
      "fileBits": .number(bitsPerPicture), "headerBits": .number(headerBits),
      "payloadBits": .number(payloadBits),
      "encodeSeconds": .number(encodeSeconds),
      "decodeSeconds": .number(decodeSeconds),
    ]
    if width > 0 {
      members["width"] = .integer(width)
      members["height"] = .integer(height)
    }
    if let ideal = idealBitsPerPicture { members["idealBits"] = .number(ideal) }
    if let nominalBits { members["nominalBits"] = .number(nominalBits) }
    return members
  }
}

extension Figure {
  fileprivate var json: JSON {
    [
      "key": .string(key), "name": .string(name), "unit": .string(unit),
      "better": .string(direction.rawValue),
      "aspect": .string(aspect.rawValue),
    ]
  }
}

extension CurveComparison {
  fileprivate var json: JSON {
    [
      "head": .string(head), "against": .string(against),
      "figure": .string(figure), "bdRate": .number(bdRate),
      "rates": .array(rates.map(JSON.number)),
      "qualities": .array(qualities.map(JSON.number)),
    ]
  }
}
