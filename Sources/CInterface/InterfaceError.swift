import CRDC
import RDC

/// Why a call of the C interface fails: a code for programs and a line for
/// people.
struct InterfaceError: Error, Sendable {
  let code: Int32
  let message: String

  private init(_ code: Int, _ message: String) {
    self.code = Int32(code)
    self.message = message
  }

  /// The call asks for what cannot be.
  static func argument(_ message: String) -> InterfaceError {
    InterfaceError(RDC_ERROR_ARGUMENT, message)
  }

  /// An error of the library.
  init(_ error: RDCError) {
    self.init(Self.code(of: error), "\(error)")
  }

  /// An error of a picture's file.
  init(_ error: ImageError) { self.init(.image(error)) }

  private static func code(of error: RDCError) -> Int {
    switch error {
    case .missingHead, .noSuchPicture, .noSmallReading: RDC_ERROR_ARGUMENT
    case .container, .entropy, .unknownRung, .unexpectedField,
      .impossibleCount, .codec:
      RDC_ERROR_FILE
    case .image(.tooManyPixels), .image(.tooManyPixelsForBytes),
      .image(.tooManyBytes), .image(.outOfMemory), .image(.tooMuchMetadata),
      .tooManyPixels, .tooMuchMemory, .outOfMemory:
      RDC_ERROR_LIMIT
    case .image, .source, .unsupportedPicture, .noPictures: RDC_ERROR_PICTURE
    case .pack, .inference, .unknownModel, .missingModel, .unknownKind,
      .missingClassifier:
      RDC_ERROR_MODEL
    case .rateTooLow, .unsupportedRate: RDC_ERROR_RATE
    }
  }

  /// Writes the error where C reads it; the message is cut off between
  /// characters where it is too long.
  func write(to target: UnsafeMutablePointer<rdc_error>?) {
    guard let target else { return }
    target.pointee.code = code
    withUnsafeMutableBytes(of: &target.pointee.message) { bytes in
      var text = message
      while text.utf8.count >= bytes.count { text.removeLast() }
      bytes.copyBytes(from: text.utf8)
      bytes[text.utf8.count] = 0
    }
  }
}

/// Runs the body of a call that answers with a code.
func answer(
  _ target: UnsafeMutablePointer<rdc_error>?,
  _ body: () throws(InterfaceError) -> Void
) -> Int32 {
  do throws(InterfaceError) {
    try body()
    return Int32(RDC_OK)
  } catch {
    error.write(to: target)
    return error.code
  }
}

/// Runs the body of a call that answers with a handle.
func create(
  _ target: UnsafeMutablePointer<rdc_error>?,
  _ body: () throws(InterfaceError) -> some Handle
) -> OpaquePointer? {
  do throws(InterfaceError) {
    return try body().retained
  } catch {
    error.write(to: target)
    return nil
  }
}

/// Runs a part of the library, and gives its error a code.
func library<Output>(
  _ body: () throws(RDCError) -> Output
) throws(InterfaceError) -> Output {
  do { return try body() } catch { throw InterfaceError(error) }
}

/// Runs a part that reads or writes a picture's file.
func pictureFile<Output>(
  _ body: () throws(ImageError) -> Output
) throws(InterfaceError) -> Output {
  do { return try body() } catch { throw InterfaceError(error) }
}
