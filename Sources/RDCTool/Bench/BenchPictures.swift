import RDC
import Samples

/// Pictures to time a model with, drawn so that no data is needed.
enum BenchPictures {
  /// What goes into each file: one set, or a picture each.
  static func files(for profile: CodecProfile, count: Int?) -> [PictureSet] {
    if profile.size
      == CodecProfile.Size(
        width: DigitPainter.side, height: DigitPainter.side, channels: 1)
    {
      return [
        PictureSet(DigitPainter.set(count: count ?? 2000, seed: 1).images)
      ]
    }
    let (width, height) =
      profile.size.map { ($0.width, $0.height) } ?? (768, 512)
    return (0..<(count ?? 1)).map { number in
      PictureSet(
        ScenePainter(seed: UInt64(number + 1)).picture(
          width: width, height: height))
    }
  }
}
