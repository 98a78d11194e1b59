import Support
import Testing

@Suite struct VisibleTextTests {
  @Test
  func `plain text of any script stays as it is`() {
    let text = "Grüße 数字 👩‍👩‍👧 'a' \\n"
    #expect(text.visible() == text)
  }

  @Test
  func `what moves a cursor or turns the writing is shown as an escape`() {
    #expect("a\u{1B}[2Jb\r\n\u{7F}".visible() == "a\\u{1B}[2Jb\\r\\n\\u{7F}")
    #expect("\u{9B}31m\u{202E}gnp".visible() == "\\u{009B}31m\\u{202E}gnp")
    #expect("a\tb\nc".visible(keeping: ["\t"]) == "a\tb\\nc")
  }
}
