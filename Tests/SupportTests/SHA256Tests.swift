import Support
import Testing

/// The digests of FIPS 180-4's examples, and of lengths around a block, which
/// `sha256sum` gives.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `texts of the standard have their digests`(
    text: String, digest: String
  ) {
    #expect(SHA256.digest(text.utf8) == digest)
  }

  @Test(arguments: [
    (55, "943cc61860776ca8"), (56, "849e6994b02d4606"),
    (63, "4267755c91adbe48"), (64, "6cfeeb3aa25d3f41"),
    (65, "2fa7eeba09baebc8"), (128, "4c1398e54d53e925"),
  ])
  func `bytes in parts have the digest of the whole`(
    count: Int, begin: String
  ) {
    let bytes = [UInt8](repeating: 7, count: count)
    #expect(SHA256.digest(bytes).hasPrefix(begin))
    var hash = SHA256()
    hash.update(bytes[..<50])
    hash.update(bytes[50...])
    #expect(hash.digest() == SHA256.digest(bytes))
  }
}
