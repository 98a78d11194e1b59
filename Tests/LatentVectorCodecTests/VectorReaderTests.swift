import RDC
import TestSupport
import Testing

@testable import LatentVectorCodec

/// Labels from the bits alone.
@Suite struct VectorReaderTests {
  @Test func `the network of labels is loaded once, for the first labels`()
    throws
  {
    let decoder = try Decoder(
      ArchiveTests.encode(rung: 1).bytes, models: Model.embedded(),
      execution: Fixture.execution)
    let file = try #require(decoder.opened as? VectorFile)
    _ = try decoder.pictures(head: .distortion, execution: Fixture.execution)
    #expect(!file.labels.graph.isMade)
    let labels = try decoder.classify(execution: Fixture.execution)
    #expect(file.labels.graph.isMade)
    for picture in [0, 59] {
      let one = try decoder.classify(
        pick: picture, execution: Fixture.execution)
      #expect(one.probabilities == [labels.probabilities[picture]])
    }
  }
}
