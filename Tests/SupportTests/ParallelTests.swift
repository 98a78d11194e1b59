import Support
import Testing

@Suite struct ParallelTests {
  struct Failure: Error, Equatable { var index: Int }

  @Test(arguments: [1, 2, 7], [0, 1, 5, 1000])
  func `results come in order`(_ threads: Int, _ count: Int) {
    let squares = Parallel.map(count, threads: threads) { $0 * $0 }
    #expect(squares == (0..<count).map { $0 * $0 })
  }

  @Test func `the first error in order is thrown, whatever the threads`() {
    for threads in [1, 4] {
      #expect(throws: Failure(index: 3)) {
        _ = try Parallel.map(100, threads: threads) {
          index throws(Failure) -> Int in
          if index >= 3 { throw Failure(index: index) }
          return index
        }
      }
    }
  }

  @Test(arguments: [1, 3])
  func `parts cover every index once`(_ threads: Int) {
    let total = Counter()
    Parallel.split(1003, grain: 10, threads: threads) { range in
      _ = total.add(range.reduce(0, +))
    }
    #expect(total.add(0) == 1002 * 1003 / 2)
  }

  @Test func `a shared buffer is filled part by part`() throws {
    let filled = try SharedBuffer<UInt8>.fill(10) {
      buffer throws(Failure) in
      try Parallel.forEach(10, batch: 3, threads: 2) { rows throws(Failure) in
        let part = buffer.part(rows)
        for place in 0..<rows.count {
          part[place] = UInt8(rows.lowerBound + place)
        }
      }
    }
    #expect(filled == Array(0..<10))
  }
}
