import Foundation
import Testing

@testable import Metrics

@Suite struct BenchReportTests {
  let report = BenchReport(
    name: "rdc", description: "digits",
    results: .init(bitsPerPixel: [0.25, 0.5], psnr: [30, 32.5]))

  @Test func jsonIsCompressAIs() throws {
    let text = String(decoding: try report.json(), as: UTF8.self)
    #expect(
      text == """
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

  @Test func whatIsWrittenIsReadBack() throws {
    let data = Data(try report.json())
    #expect(try JSONDecoder().decode(BenchReport.self, from: data) == report)
  }

  @Test func figuresThatDoNotLineUpAreRefused() {
    var broken = report
    broken.results.decodingTime = [1]
    #expect(
      throws: MetricError.countMismatch(
        what: "decoding_time", expected: 2, found: 1)
    ) { try broken.json() }
    broken = report
    broken.results.psnr[1] = .infinity
    #expect(throws: MetricError.notFinite(what: "psnr-rgb", index: 1)) {
      try broken.json()
    }
  }
}
