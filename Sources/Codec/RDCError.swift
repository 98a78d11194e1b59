import Container
import EntropyCoding
import ModelPack
import NeuralInference
import PictureFiles
import Support

/// Why a picture cannot be encoded, or a file cannot be decoded.
public enum RDCError: Error, Sendable {
  /// The file's bytes are not a well-formed `.rdc` file.
  case container(ContainerError)
  /// The payload does not decode under the model's tables.
  case entropy(EntropyError)
  /// The model pack is damaged.
  case pack(PackError)
  /// A graph of the pack failed.
  case inference(InferenceError)
  /// A picture or a set of pictures is not sound.
  case image(ImageError)
  /// No model of this name is there.
  case unknownModel(name: String, known: [String])
  /// The file was written with a model that this rdc does not have; its name
  /// if it is one that an earlier version had.
  case missingModel(fingerprint: String, name: String?, known: [String])
  /// No model codes pictures of this kind.
  case unsupportedPicture(found: String, accepted: [String])
  /// What a stream of pictures says of its own.
  case source(any Error)
  /// There is no picture to encode.
  case noPictures
  /// The file names a rung that its model does not have.
  case unknownRung(found: Int, count: Int)
  /// The file has a field that its model does not use.
  case unexpectedField(String)
  /// The file claims more pictures than its payload can hold.
  case impossibleCount(found: UInt64, limit: UInt64)
  /// A picture was asked for that the file does not have.
  case noSuchPicture(index: Int, count: Int)
  /// No rung is low enough for the asked rate; the least that would do.
  case rateTooLow(asked: Double, least: Double)
  /// The model lacks the head.
  case missingHead(Head, model: String, known: [Head])
  /// No codec reads packs of this kind.
  case unknownKind(String, model: String, known: [String])
  /// The model has no rates of this kind.
  case unsupportedRate(Rate, model: String, possible: String)
  /// The model has no classifier.
  case missingClassifier(model: String)
  /// The model reads its pictures at their own size alone, and that is above
  /// the limit of a side.
  case noSmallReading(width: Int, height: Int, limit: Int)
  /// The picture has more pixels than the limit.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// The work would take more memory than the limit, in bytes.
  case tooMuchMemory(needed: Int, limit: Int)
  /// The system does not give the memory that the work would take, in bytes.
  case outOfMemory(needed: Int)
  /// What only one codec can say: its own error.
  case codec(any CodecError)
}

extension RDCError: CustomStringConvertible {
  /// One line for people.
  public var description: String {
    switch self {
    case .container(let error): "\(error)"
    case .entropy(let error): "\(error)"
    case .pack(let error): "\(error)"
    case .inference(let error): "\(error)"
    case .image(let error): "\(error)"
    case .unknownModel(let name, let known):
      "no model '\(name)'; known: \(known.joined(separator: ", "))"
    case .missingModel(let fingerprint, let name, let known):
      "the file needs the model "
        + (name.map { "\($0), " } ?? "with ") + "fingerprint \(fingerprint); "
        + "this rdc has \(known.joined(separator: ", "))"
    case .unsupportedPicture(let found, let accepted):
      "no model codes \(found); possible: "
        + accepted.joined(separator: ", ")
    case .source(let error): "\(error)"
    case .noPictures: "no picture to encode"
    case .unknownRung(let found, let count):
      "rung \(found), but the model has \(count) rungs"
    case .unexpectedField(let field):
      "the file has \(field), which its model does not use"
    case .impossibleCount(let found, let limit):
      "the file claims \(found) pictures, but its payload holds at most \(limit)"
    case .noSuchPicture(let index, let count):
      "no picture \(index): the file holds \(count), numbered from 0"
    case .rateTooLow(let asked, let least):
      "no file of this input has \(asked.short) bits a picture or fewer; "
        + "the least is \(least.short)"
    case .missingHead(let head, let model, let known):
      "the model \(model) has no \(head) head; it has "
        + known.map(\.rawValue).joined(separator: ", ")
    case .unknownKind(let kind, let model, let known):
      "the model \(model) is of kind '\(kind)'; this rdc knows "
        + known.joined(separator: ", ")
    case .unsupportedRate(let rate, let model, let possible):
      "the model \(model) has no rate such as \(rate); it has \(possible)"
    case .missingClassifier(let model):
      "the model \(model) has no classifier of its pictures"
    case .noSmallReading(let width, let height, let limit):
      "its model reads pictures of \(width)×\(height) pixels at that size "
        + "alone, not within \(limit)"
    case .tooManyPixels(let width, let height, let limit):
      "\(width)x\(height) pixels are more than the limit of \(limit)"
    case .tooMuchMemory(let needed, let limit):
      "\(needed.mebibytes) MiB of memory needed, "
        + "the limit is \(limit >> 20)"
    case .outOfMemory(let needed):
      "\(needed.mebibytes) MiB of memory needed, "
        + "which the system does not give"
    case .codec(let error): "\(error)"
    }
  }
}

extension Int {
  /// Bytes in units of 2^20, rounded up.
  fileprivate var mebibytes: Int {
    (self >> 20) + (isMultiple(of: 1 << 20) ? 0 : 1)
  }
}

extension Double {
  /// At most two decimals, rounded up.
  fileprivate var short: String { ((self * 100).rounded(.up) / 100).short(2) }
}
