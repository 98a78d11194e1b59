import Container
import NeuralInference
import PictureFiles
import RDC
import Synchronization
import TestSupport
import Testing

@testable import LatentFieldCodec

/// What goes in comes out, in every size and with everything around it.
@Suite struct FieldRoundTripTests {
  static func encode(
    _ picture: Picture,
    _ options: EncodingOptions = EncodingOptions(effort: 1),
    execution: Execution = Fixture.execution
  ) throws -> Encoding {
    try Encoder(
      model: TinyFieldPack.model.get(), options: options, execution: execution
    ).encode(picture)
  }

  static func decoder(
    _ bytes: [UInt8], execution: Execution = Fixture.execution
  ) throws -> Decoder {
    try Decoder(
      bytes, models: [TinyFieldPack.model.get()], execution: execution)
  }

  @Test(arguments: [(1, 1), (400, 1), (1, 400), (17, 31), (64, 40)])
  func `any size keeps its shape, gray and alpha`(
    _ width: Int, _ height: Int
  ) throws {
    for (gray, alpha) in [(false, false), (true, false), (true, true)] {
      let picture = DrawnPhoto.picture(
        width: width, height: height, gray: gray, alpha: alpha)
      let encoding = try Self.encode(picture)
      let decoder = try Self.decoder(encoding.bytes)
      for head in decoder.heads {
        let read = try decoder.picture(
          head: head, execution: Fixture.execution)
        #expect(read.width == width)
        #expect(read.height == height)
        #expect(read.colorSpace == picture.colorSpace)
        #expect(read.samples.count == picture.samples.count)
        #expect(read.alpha == picture.alpha)
        _ = try PNGWriter.write(read)
      }
    }
  }

  @Test func `metadata is kept, or left out when asked`() throws {
    let exif: [UInt8] = Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    let metadata = Metadata(
      iccProfile: ICCProfile(
        name: "gezeichnet, größer", bytes: DrawnPhoto.profile),
      exif: exif, gamma: 50000,
      chromaticities: Chromaticities(
        white: .init(x: 31270, y: 32901), red: .init(x: 64000, y: 33000),
        green: .init(x: 30000, y: 60000), blue: .init(x: 15000, y: 6000)),
      renderingIntent: .saturation,
      codePoints: CodePoints(primaries: 1, transfer: 13))
    let picture = DrawnPhoto.picture(
      width: 20, height: 12, alpha: true, metadata: metadata)
    for strips in [false, true] {
      let encoding = try Self.encode(
        picture, EncodingOptions(effort: 0, stripsMetadata: strips))
      let read = try Self.decoder(encoding.bytes).picture(
        head: .distortion, execution: Fixture.execution)
      #expect(read.metadata == (strips ? Metadata() : metadata))
      #expect(read.alpha == picture.alpha)
    }
  }

  @Test func `every processor and number of threads gives the same bits`()
    throws
  {
    // Large enough for two strips and two tiles.
    let picture = DrawnPhoto.picture(width: 168, height: 1632)
    let bytes = try Self.encode(picture).bytes
    let pixels = try Fixture.heads.map {
      try Self.decoder(bytes).picture(head: $0, execution: Fixture.execution)
    }
    let strips = try Self.decoder(bytes).fact("stripBytes")
    guard case .list(let parts) = try #require(strips) else {
      throw WrongKind()
    }
    #expect(parts.count == 2)
    for execution in Fixture.executions {
      #expect(try Self.encode(picture, execution: execution).bytes == bytes)
      let decoder = try Self.decoder(bytes, execution: execution)
      for (head, wanted) in zip(Fixture.heads, pixels) {
        #expect(
          try decoder.picture(head: head, execution: execution) == wanted)
      }
    }
  }

  @Test func `better quality has more bytes`() throws {
    let picture = DrawnPhoto.picture(width: 48, height: 40)
    var last = 0
    for quality in [0.0, 50, 100] {
      let encoding = try Self.encode(
        picture, EncodingOptions(rate: .quality(quality), effort: 1))
      #expect(encoding.bytes.count > last)
      #expect(abs(try #require(encoding.quality) - quality) < 1)
      last = encoding.bytes.count
    }
  }

  @Test(arguments: [UInt64(0), 1, .max])
  func `the seed moves the dither and the noise`(_ seed: UInt64) throws {
    let picture = DrawnPhoto.picture(width: 40, height: 40)
    let encoding = try Self.encode(
      picture, EncodingOptions(rate: .quality(90), seed: seed, effort: 1))
    let decoder = try Self.decoder(encoding.bytes)
    #expect(decoder.file.seed == seed)
    let other = try Self.encode(
      picture, EncodingOptions(rate: .quality(90), seed: 99, effort: 1))
    #expect(
      decoder.file.payload != (try Self.decoder(other.bytes).file.payload))
  }

  @Test func `a size is hit as near as the qualities allow`() throws {
    let picture = DrawnPhoto.picture(width: 96, height: 80)
    let least = try Self.encode(
      picture, EncodingOptions(rate: .quality(0), effort: 1)
    ).bytes.count
    let most = try Self.encode(
      picture, EncodingOptions(rate: .quality(100), effort: 1)
    ).bytes.count
    for share in [0.4, 0.8] {
      let target = least + Int(share * Double(most - least))
      let found = try Self.encode(
        picture, EncodingOptions(rate: .bytes(target), effort: 1))
      // A step of the quality is worth more than 2 % of so few bytes.
      #expect(abs(found.bytes.count - target) <= target / 20)
      let bits = Double(8 * target) / 7680
      let same = try Self.encode(
        picture, EncodingOptions(rate: .bitsPerPixel(bits), effort: 1))
      #expect(same.bytes == found.bytes)
    }
    #expect(throws: RDCError.self) {
      try Self.encode(
        picture, EncodingOptions(rate: .bytes(least * 9 / 10), effort: 1))
    }
  }

  @Test(arguments: [10, 64, 120])
  func `the search finds better symbols than rounding`(_ quality: Int) throws {
    let model = try FieldModel(TinyFieldPack.model.get().fields)
    let picture = DrawnPhoto.picture(width: 48, height: 40)
    let geometry = FieldGeometry(width: 48, height: 40)
    let grid = QualityGrid(
      rows: 2, columns: 2, quality: quality, map: nil, last: 128)
    let (execution, plan) = (Fixture.execution, StripPlan(rows: 2, columns: 2))
    let wanted = try FieldAnalysis(model).latents(
      of: picture, grid, execution: execution)
    /// Squared error + λ · bits, in squared steps.
    func cost(effort: Int) throws -> Double {
      let search = FieldSearch(
        model, SymbolRates(model.tables), quality: grid, seed: 0,
        effort: effort)
      let cells = try search.cells(
        of: wanted.coarse, map: nil, execution: execution)
      let strips = try search.strips(
        of: wanted.fine, cells.means, plan, execution: execution)
      let found = try FieldLatents(
        FieldPayload(
          qualityBit: quality & 1, isGray: false, hasMap: false, plan: plan,
          cells: cells.payload, strips: strips), model, geometry,
        quality: quality, seed: 0, execution: execution)
      let error = zip(found.fine, wanted.fine).reduce(0.0) {
        $0 + Double((Float($1.0) / 64 - $1.1) * (Float($1.0) / 64 - $1.1))
      }
      let bits = 8 * strips.reduce(0) { $0 + $1.count }
      return error + model.field.lagrange * Double(bits)
    }
    #expect(try cost(effort: 1) < cost(effort: 0))
  }

  @Test(arguments: [
    (Rate.quality(60), 1, [1, 2], 2), (.bytes(1 << 24), 0, [1, 2, 3, 4], 24),
  ])
  func `an encoder tells how far it is`(
    rate: Rate, effort: Int, steps: [Int], total: Int
  ) throws {
    let told = Mutex<[Progress]>([])
    _ = try FieldEncoder(
      TinyFieldPack.model.get().fields,
      EncodingOptions(rate: rate, effort: effort), Fixture.execution
    ).encode(PictureSet(DrawnPhoto.picture(width: 1024, height: 256))) {
      progress in told.withLock { $0.append(progress) }
    }
    let found = told.withLock { $0 }
    #expect(Set(found.map(\.done)) == Set(steps))
    #expect(found.count == steps.count)
    #expect(found.allSatisfy { $0.total == total })
  }

  @Test(arguments: [(1, 1), (1, 700), (17, 31), (33, 65), (256, 272)])
  func `a quality map goes along`(_ width: Int, _ height: Int) throws {
    let picture = DrawnPhoto.picture(width: width, height: height)
    let geometry = FieldGeometry(width: width, height: height)
    let cells = geometry.cellRows * geometry.cellColumns
    for map in [
      nil, QualityMap(steps: .init(repeating: 0, count: cells)),
      QualityMap(steps: (0..<cells).map { Int8($0 * 5 % 13 - 4) }),
    ] {
      let bytes = try FieldEncoder(
        TinyFieldPack.model.get().fields,
        EncodingOptions(rate: .quality(60), effort: 1), Fixture.execution
      ).encode(picture, map: { _ in map }) { _ in }
      var pixels: [Picture]?
      for execution in Fixture.executions {
        let decoder = try Self.decoder(bytes.bytes, execution: execution)
        let read = try Fixture.heads.map {
          try decoder.picture(head: $0, execution: execution)
        }
        #expect(pixels == nil || pixels == read)
        pixels = read
      }
    }
  }
}
