import Codec
import StrictJSON

extension Classification {
  /// The label of each picture and the probability of every label, for
  /// programs.
  ///
  /// - Parameters:
  ///   - count: how many of the likeliest labels to list by themselves.
  ///   - pick: the number of the only picture, if it was picked from several.
  ///   - names: what all pictures of the file are called, if it says.
  /// - Returns: an array with an object for each picture.
  public func json(
    top count: Int, pick: Int?, names: [String]? = nil
  ) -> JSON {
    .array(
      probabilities.indices.map {
        json(of: $0, top: count, pick: pick, names: names)
      })
  }

  /// The same of one picture: of many, all together take a hundred times the
  /// memory of their probabilities.
  ///
  /// - Parameters:
  ///   - row: its place among those that were classified.
  ///   - count: as above, like the others.
  ///   - pick: the number of the only picture, if it was picked.
  ///   - names: what all pictures of the file are called, if it says.
  /// - Returns: an object.
  public func json(
    of row: Int, top count: Int, pick: Int?, names: [String]? = nil
  ) -> JSON {
    func entry(_ label: Int) -> JSON {
      [
        "label": .string(labels[label]),
        "probability": .number(Double(probabilities[row][label])),
      ]
    }
    let best = top(1, of: row).first ?? 0
    var members: [String: JSON] = [
      "picture": .integer(pick ?? row), "label": .string(labels[best]),
      "probability": .number(Double(probabilities[row][best])),
      "top": .array(top(count, of: row).map(entry)),
      "probabilities": .array(labels.indices.map(entry)),
    ]
    members["name"] = names.map { .string($0[pick ?? row]) }
    return .object(members)
  }
}
