import Metrics
import StrictJSON
import Testing

@testable import RDCTool

/// CompressAI's schema, written and read.
@Suite struct BenchReportTests {
  let report = BenchReport(
    name: "rdc", description: "digits",
    results: ["bpp": [0.25, 0.5], "psnr-rgb": [30, 32.5]])

  @Test func `the JSON is CompressAI's`() throws {
    #expect(
      try report.json().text == """
        {
          "description" : "digits",
          "name" : "rdc",
          "results" : {
            "bpp" : [
              0.25,
              0.5
            ],
            "psnr-rgb" : [
              30,
              32.5
            ]
          }
        }
        """)
  }

  @Test func `what is written is read back`() throws {
    let bytes = Array(try report.json().text.utf8)
    #expect(try BenchReport(JSONValue(bytes)) == report)
  }

  @Test func `figures that do not line up are refused`() {
    var broken = report
    broken.results["decoding_time"] = [1]
    #expect(
      throws: MetricError.countMismatch(
        what: "decoding_time", expected: 2, found: 1)
    ) { try broken.json() }
    broken = report
    broken.results["psnr-rgb"] = [30, .infinity]
    #expect(throws: MetricError.notFinite(what: "psnr-rgb", index: 1)) {
      try broken.json()
    }
  }
}
