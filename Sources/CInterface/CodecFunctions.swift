import CRDC
import RDC
import StrictJSON

/// The version of the library; its text is as permanent as the program.
@_cdecl("rdc_version")
public func version() -> UnsafePointer<CChar> { versionText }

/// Made once, and never freed.
private nonisolated(unsafe) let versionText: UnsafePointer<CChar> = {
  let text = Array(Release.version.utf8CString)
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
  copy.initialize(from: text, count: text.count)
  return UnsafePointer(copy)
}()

/// Makes a codec.
@_cdecl("rdc_codec_create")
public func codecCreate(
  _ options: UnsafePointer<rdc_codec_options>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> OpaquePointer? {
  create(error) { () throws(InterfaceError) in
    guard let options else { return try CodecHandle(rdc_codec_options()) }
    return try CodecHandle(rdc_codec_options(reading: options))
  }
}

/// Frees a codec.
@_cdecl("rdc_codec_free")
public func codecFree(_ codec: OpaquePointer?) { CodecHandle.release(codec) }

/// The models as JSON.
@_cdecl("rdc_codec_models")
public func codecModels(
  _ codec: OpaquePointer?, _ json: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let codec = try CodecHandle.at(codec)
    try give(Array(JSON.array(codec.models.map(\.json)).text.utf8), to: json)
  }
}
