import NeuralInference
import PictureFiles
import RDC
import TestSupport
import Testing

/// The same file gives the same pixels on every machine, for ever.
@Suite struct GoldenTests {
  @Test(arguments: Fixture.executions)
  func `encoding gives the golden bytes`(_ execution: Execution) throws {
    let model = try Model.embedded(named: "digits")
    for rung in Fixture.rungs {
      for digit in Fixture.goldenDigits {
        let encoder = try Encoder(
          model: model, options: EncodingOptions(rate: .rung(rung)),
          execution: execution)
        let encoding = try encoder.encode(Fixture.digit(digit))
        let golden = try Fixture.bytes("golden/\(digit)-rung\(rung).rdc")
        #expect(encoding.bytes == golden, "digit \(digit), rung \(rung)")
      }
    }
  }

  @Test(arguments: Fixture.executions)
  func `decoding gives the golden pixels`(_ execution: Execution) throws {
    let models = try Model.embedded()
    for rung in Fixture.rungs {
      for digit in Fixture.goldenDigits {
        let name = "golden/\(digit)-rung\(rung)"
        let decoder = try Decoder(
          Fixture.bytes("\(name).rdc"), models: models,
          execution: Fixture.execution)
        for head in Fixture.heads {
          let picture = try decoder.pictures(head: head, execution: execution)
            .picture(at: 0)
          let golden = try PNGReader.read(
            Fixture.bytes("\(name).\(head.rawValue).png"))
          #expect(
            picture.samples == golden.samples, "\(name), \(head.rawValue)")
        }
      }
    }
  }

  @Test(arguments: Fixture.executions)
  func `the dial gives the golden pixels`(_ execution: Execution) throws {
    let models = try Model.embedded()
    for digit in Fixture.goldenDigits {
      let name = "golden/\(digit)-rung1"
      let decoder = try Decoder(
        Fixture.bytes("\(name).rdc"), models: models,
        execution: Fixture.execution)
      for head in [Head.perceptual, .classification] {
        let picture = try decoder.pictures(
          head: head, strength: 0.7, execution: execution
        ).picture(at: 0)
        let golden = try PNGReader.read(
          Fixture.bytes("\(name).\(head.rawValue)-0.7.png"))
        #expect(picture.samples == golden.samples, "\(name), \(head.rawValue)")
      }
    }
  }

  @Test func `a default digit has at most eight bytes`() throws {
    let model = try Model.embedded(named: "digits")
    let encoder = try Encoder(
      model: model, execution: Fixture.execution)
    for digit in 0...9 {
      #expect(try encoder.encode(Fixture.digit(digit)).bytes.count <= 8)
    }
  }
}
