import PictureFiles
import Samples
import Testing

@Suite struct LibraryExampleTests {
  @Test func `the example of the README writes what it says`() throws {
    let scratch = try Scratch()
    let scene = ScenePainter().picture(width: 96, height: 64)
    try scratch.write(PNGWriter.write(scene), "scene.png")
    let outcome = try Tool.start(
      Tool.built("LibraryExample"), in: scratch.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let read = try PNGReader.read(scratch.read("natural.png"))
    #expect((read.width, read.height) == (96, 64))
    #expect(read.colorSpace == .rgb)
  }
}
