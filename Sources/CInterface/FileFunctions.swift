import CRDC
import RDC

/// Reads a file's header.
@_cdecl("rdc_file_open")
public func fileOpen(
  _ codec: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?, _ size: Int,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> OpaquePointer? {
  create(error) { () throws(InterfaceError) in
    try FileHandle(CodecHandle.at(codec), copy(bytes, size))
  }
}

/// Frees a file.
@_cdecl("rdc_file_free")
public func fileFree(_ file: OpaquePointer?) { FileHandle.release(file) }

/// What a file says about its pictures.
@_cdecl("rdc_file_outline")
public func fileOutline(
  _ file: OpaquePointer?, _ outline: UnsafeMutablePointer<rdc_outline>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let file = try FileHandle.at(file)
    var found = rdc_outline()
    found.count = Int64(clamping: file.outline.count)
    found.height = Int64(file.outline.height)
    found.width = Int64(file.outline.width)
    found.channels = Int32(file.channels)
    found.is_set = file.isSet ? 1 : 0
    try found.write(to: outline)
  }
}

/// A file's profile and Exif.
@_cdecl("rdc_file_metadata")
public func fileMetadata(
  _ file: OpaquePointer?, _ icc: UnsafeMutablePointer<rdc_buffer>?,
  _ exif: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let metadata = try FileHandle.at(file).outline.metadata
    if icc != nil { try give(metadata.iccProfile?.bytes ?? [], to: icc) }
    if exif != nil { try give(metadata.exif ?? [], to: exif) }
  }
}

/// Every field of a file, as JSON.
@_cdecl("rdc_file_info")
public func fileInfo(
  _ file: OpaquePointer?, _ json: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    try give(Array(FileHandle.at(file).info().text.utf8), to: json)
  }
}

/// Labels and their probabilities, as JSON.
@_cdecl("rdc_file_classify")
public func fileClassify(
  _ file: OpaquePointer?, _ pick: Int64, _ looks: Int32,
  _ json: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let found = try FileHandle.at(file).classification(
      pick: Reading.pick(pick), looks: looks != 0)
    try give(Array(found.text.utf8), to: json)
  }
}

/// Decodes into memory of the caller.
@_cdecl("rdc_file_decode")
public func fileDecode(
  _ file: OpaquePointer?, _ options: UnsafePointer<rdc_decode_options>?,
  _ samples: UnsafeMutablePointer<UInt8>?, _ size: Int,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let file = try FileHandle.at(file)
    guard let samples, size >= 0 else {
      throw .argument("nowhere to write to")
    }
    try file.pictures(Reading(options)).write(
      to: UnsafeMutableBufferPointer(start: samples, count: size))
  }
}

/// Decodes one picture to the bytes of a PNG.
@_cdecl("rdc_file_png")
public func filePNG(
  _ file: OpaquePointer?, _ options: UnsafePointer<rdc_decode_options>?,
  _ png: UnsafeMutablePointer<rdc_buffer>?,
  _ error: UnsafeMutablePointer<rdc_error>?
) -> Int32 {
  answer(error) { () throws(InterfaceError) in
    let file = try FileHandle.at(file)
    let reading = try Reading(options)
    guard !file.isSet || reading.pick != nil else {
      throw .argument("a set of pictures; pick one")
    }
    let pictures = try file.pictures(reading)
    try give(
      pictureFile { () throws(ImageError) in try pictures.png(at: 0) },
      to: png)
  }
}
