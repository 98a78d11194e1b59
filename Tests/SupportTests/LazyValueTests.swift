import Support
import Testing

@Suite struct LazyValueTests {
  struct Failure: Error {}

  @Test(arguments: [1, 4])
  func `a value is made once, whoever asks`(threads: Int) {
    let value = LazyValue<Int>()
    let made = Counter()
    #expect(!value.isMade)
    let found = Parallel.map(100, threads: threads) { index in
      value.get {
        _ = made.add(1)
        return 7
      }
    }
    #expect(found == [Int](repeating: 7, count: 100))
    #expect(made.add(0) == 1)
    #expect(value.isMade)
  }

  @Test func `after an error the next one to ask makes it`() throws {
    let value = LazyValue<Int>()
    #expect(throws: Failure.self) {
      try value.get { () throws(Failure) in throw Failure() }
    }
    #expect(!value.isMade)
    #expect(value.get { 3 } == 3)
  }
}
