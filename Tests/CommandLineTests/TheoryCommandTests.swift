import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `rdc theory` as its users run it.
@Suite struct TheoryCommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  func rdc(_ arguments: [String], status: Int32 = 0) throws -> Tool.Outcome {
    let outcome = try Tool.run(["theory"] + arguments, in: scratch.path)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  @Test func `a bit's table is golden`() throws {
    let outcome = try rdc([
      "bernoulli", "--p", "0.3", "--perception", "0,0.1", "--gain", "0.25",
      "--noise", "0.1", "--points", "4",
    ])
    // 0.8813 = h(0.3); at D = 0.28 R = h(0.3) − h(0.28).
    #expect(
      String(decoding: outcome.output, as: UTF8.self) == """
        D         R(D)   P = 0  P = 0.1  label 0.25 bits
        0.0000  0.8813  0.8813   0.8813           0.8813
        0.1400  0.2971  0.3179   0.2971           0.4218
        0.2800  0.0258  0.0769   0.0500           0.4218
        0.4200  0.0000  0.0000   0.0000           0.4218

        """)
  }

  @Test func `a number's table is golden`() throws {
    let outcome = try rdc([
      "gaussian", "--sigma", "2", "--correlation", "-0.9", "--perception",
      "0,0.8", "--gain", "0.75", "--from", "1", "--to", "4", "--points", "2",
    ])
    // ½·log₂(4/1) = 1; at P = 0 and D = 4: κ = ½, so −½·log₂(¾);
    // at P = 0.8 and D = 4: κ = 0.2764.
    #expect(
      String(decoding: outcome.output, as: UTF8.self) == """
        D         R(D)   P = 0  P = 0.8  label 0.75 bits
        1.0000  1.0000  1.0466   1.0000           1.1541
        4.0000  0.0000  0.2075   0.0573           1.1541

        """)
  }

  @Test func `JSON has every curve with its constraint`() throws {
    let outcome = try rdc([
      "bernoulli", "--p", "0.5", "--perception", "0", "--gain", "0.5",
      "--noise", "0", "--points", "3", "--json",
    ])
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output))
        as? [String: Any])
    #expect(report["version"] as? Int == 1)
    #expect(report["source"] as? String == "bernoulli")
    #expect(
      report["parameters"] as? [String: Double] == ["p": 0.5, "noise": 0])
    let curves = try #require(report["curves"] as? [[String: Any]])
    #expect(
      curves.map { $0["name"] as? String } == [
        "R(D)", "P = 0", "label 0.5 bits",
      ])
    let last = try curves.map { curve in
      try #require((curve["points"] as? [[String: Double]])?.last)
    }
    #expect(last.map { $0["distortion"] } == [0.5, 0.5, 0.5])
    #expect(last.map { $0["perception"] } == [nil, 0, nil])
    #expect(last.map { $0["classification"] } == [nil, nil, -0.5])
    // Half a bit of a noiseless label is half a bit of the source.
    #expect(abs((last[2]["rate"] ?? 0) - 0.5) < 1e-9)
  }

  @Test(arguments: ["bernoulli", "gaussian"])
  func `the plot is well-formed and is not overwritten`(
    _ source: String
  ) throws {
    let outcome = try rdc([source, "--svg", "curves.svg"])
    #expect(!outcome.output.isEmpty)
    let svg = try scratch.read("curves.svg")
    #expect(XMLParser(data: Data(svg)).parse())
    let text = String(decoding: svg, as: UTF8.self)
    #expect(text.hasPrefix("<svg xmlns="))
    #expect(text.components(separatedBy: "lp-line").count > 6)
    #expect(
      try rdc([source, "--svg", "curves.svg"], status: 1).errors.contains(
        "--force"))
    #expect(try scratch.read("curves.svg") == svg)
    let piped = try rdc([source, "--svg", "-"])
    #expect(piped.output == svg)
  }

  @Test func `what theory has no answer to is refused`() throws {
    #expect(
      try rdc(["bernoulli", "--p", "0.7"], status: 64).errors
        == "Error: p is 0.7, allowed: 0.0…0.5\n")
    #expect(
      try rdc(["bernoulli", "--gain", "2"], status: 64).errors.contains(
        "out of reach"))
    #expect(
      try rdc(["gaussian", "--sigma", "0"], status: 64).errors.contains("sigma")
    )
    for arguments in [
      ["gaussian", "--from", "0"], ["gaussian", "--from", "2", "--to", "1"],
      ["bernoulli", "--perception", "a"], ["bernoulli", "--points", "1"],
      ["bernoulli", "--json", "--svg", "-"], ["poisson"],
    ] {
      try #expect(rdc(arguments, status: 64).output.isEmpty)
    }
  }
}
