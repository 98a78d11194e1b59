import Foundation
import RDC

let png = [UInt8](try Data(contentsOf: URL(filePath: "scene.png")))
let picture = try PNGReader.read(png)

let execution = Execution(
  instructionSet: InstructionSet.available.last ?? .baseline, threads: 2)
let model = try Model.embedded(named: "photo")
let encoder = try Encoder(
  model: model, options: .init(rate: .bitsPerPixel(0.3)), execution: execution)
let file = try encoder.encode(picture).bytes

let decoder = try Decoder(file, models: [model], execution: execution)
let natural = try decoder.pictures(head: .perceptual, execution: execution)
let bytes = try PNGWriter.write(natural.picture(at: 0))
try Data(bytes).write(to: URL(filePath: "natural.png"))
