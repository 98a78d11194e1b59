import Container
import EntropyCoding
import NeuralInference
import RDC
import TestSupport
import Testing

/// Damaged files raise errors, and never anything worse.
@Suite struct DamageTests {
  static func archive() throws -> [UInt8] {
    try ArchiveTests.encode(rung: 2).bytes
  }

  static func isRefused(_ bytes: [UInt8], _ models: [Model]) -> Bool {
    (try? Decoder(bytes, models: models, execution: Fixture.execution)) == nil
  }

  @Test func `every cut and every flipped bit of a digit is refused`() throws {
    let models = try Model.embedded()
    for rung in Fixture.rungs {
      let file = try Fixture.bytes("golden/2-rung\(rung).rdc")
      for count in file.indices {
        #expect(Self.isRefused(Array(file[..<count]), models))
      }
      for bit in 0..<8 * file.count {
        var altered = file
        altered[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(Self.isRefused(altered, models), "rung \(rung), bit \(bit)")
      }
    }
  }

  @Test func `every cut and every flipped bit of an archive is refused`()
    throws
  {
    let models = try Model.embedded()
    let file = try Self.archive()
    for count in file.indices {
      #expect(Self.isRefused(Array(file[..<count]), models))
    }
    for bit in 0..<8 * file.count {
      var altered = file
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Self.isRefused(altered, models), "bit \(bit)")
    }
  }

  /// A file whose checksum is right, as a hostile writer would make it.
  static func forged(
    count: UInt64 = 60, quality: UInt8 = 2, fingerprint: UInt32? = nil,
    dimensions: Dimensions? = nil, payload: [UInt8]? = nil
  ) throws -> [UInt8] {
    let honest = try RDCFile.parse(archive())
    return try RDCFile(
      face: .archive(count: count), quality: quality,
      fingerprint: fingerprint ?? honest.fingerprint.value,
      dimensions: dimensions, payload: payload ?? honest.payload
    ).serialize()
  }

  static func message(_ bytes: [UInt8]) throws -> String {
    let models = try Model.embedded()
    do {
      _ = try Decoder(bytes, models: models, execution: Fixture.execution)
      return "decoded"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [UInt64(1) << 60, .max, 1 << 32])
  func `a count beyond the payload is refused at once`(
    _ count: UInt64
  ) throws {
    let message = try Self.message(Self.forged(count: count))
    #expect(message.hasPrefix("the file claims \(count) pictures"))
  }

  /// A forger who mends the checksum can move the count by one and still write
  /// a sound file of other pictures; ten pictures' bits are missed.
  @Test func `a count that the payload does not bear out is refused`() throws {
    for count in [UInt64(1), 50, 70, 90] {
      let message = try Self.message(Self.forged(count: count))
      #expect(message.hasPrefix("payload"), "\(message)")
    }
  }

  @Test func `an unknown model is named`() throws {
    let message = try Self.message(Self.forged(fingerprint: 0xDEAD_BEEF))
    #expect(
      message.hasPrefix("the file needs the model with fingerprint deadbeef"))
  }

  @Test func `an unknown rung is refused`() throws {
    let message = try Self.message(Self.forged(quality: 9))
    #expect(message == "rung 9, but the model has 4 rungs")
  }

  @Test func `dimensions that the model does not use are refused`() throws {
    let message = try Self.message(
      Self.forged(dimensions: Dimensions(width: 28, height: 28)))
    #expect(message.contains("picture dimensions"))
  }

  @Test func `bytes behind the payload are refused`() throws {
    let payload = try RDCFile.parse(Self.archive()).payload
    for extra: [UInt8] in [[0], [1], [0, 0, 0, 0, 0]] {
      let message = try Self.message(Self.forged(payload: payload + extra))
      #expect(message.hasPrefix("payload"), "\(message)")
    }
  }
}
