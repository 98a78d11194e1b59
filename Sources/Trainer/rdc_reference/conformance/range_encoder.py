"""The range encoder: rdc(5), Range coder and Canonical payload."""

from collections.abc import Sequence


class RangeEncoder:
    """Writes symbols in whole numbers of any size: slow, and plainly right."""

    def __init__(self) -> None:
        self.low = 0
        self.range = 1 << 56
        self.shifted = 0

    def write(self, symbol: int, starts: Sequence[int], total: int) -> None:
        unit = self.range // total
        start, end = starts[symbol], starts[symbol + 1]
        self.low += start * unit
        self.range = self.range - start * unit if end == total else (end - start) * unit
        while self.range < 1 << 48:
            self.low *= 256
            self.range *= 256
            self.shifted += 1

    def payload(self) -> bytes:
        """The number of the fewest binary digits in the final interval."""
        zeros = 8 * (self.shifted + 7)
        digits = 0
        while True:
            number = -(-self.low >> zeros) if zeros else self.low
            if number << zeros < self.low + self.range:
                break
            zeros -= 1
            digits += 1
        size = max(-(-digits // 8), self.shifted - 4)
        every = (number << zeros).to_bytes(self.shifted + 7, "big")
        return every[:size]
