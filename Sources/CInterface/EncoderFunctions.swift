import CRDC
import RDC

/// Makes an encoder.
@_cdecl("rdc_encoder_create")
public func encoderCreate(
  _ codec: OpaquePointer?, _ options: UnsafePointer<rdc_encode_options>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> OpaquePointer? {
  create(error) { () throws(InterfaceError) in
    var chosen = rdc_encode_options()
    if let options {
      chosen = try rdc_encode_options(reading: options)
    } else {
      chosen.effort = Int32(EncodingOptions().effort)
    }
    return try EncoderHandle(CodecHandle.at(codec), chosen)
  }
}

/// Frees an encoder.
@_cdecl("rdc_encoder_free")
public func encoderFree(_ encoder: OpaquePointer?) {
  EncoderHandle.release(encoder)
}

/// Encodes pictures.
@_cdecl("rdc_encoder_encode")
public func encoderEncode(
  _ encoder: OpaquePointer?, _ pictures: UnsafePointer<rdc_pictures>?,
  _ file: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let encoder = try EncoderHandle.at(encoder)
    guard let pictures else { throw .argument("no pictures") }
    let set = try PictureSet(
      rdc_pictures(reading: pictures), encoder.limits)
    try give(encoder.encode(set), to: file)
  }
}

/// Encodes what a picture's file holds.
@_cdecl("rdc_encoder_encode_file")
public func encoderEncodeFile(
  _ encoder: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ size: Int,
  _ file: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let encoder = try EncoderHandle.at(encoder)
    try give(encoder.encode(file: copy(bytes, size)), to: file)
  }
}
