"""The range decoder: rdc(5), Range coder and Canonical payload."""

from bisect import bisect_right
from collections.abc import Sequence

from .errors import Refused


class RangeDecoder:
    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.range = 1 << 56
        self.code = int.from_bytes(payload[:7].ljust(7, b"\0"), "big")
        self.shifted = 0

    def symbol(self, starts: Sequence[int], total: int = 1 << 16) -> int:
        """The symbol whose part [starts[i], starts[i + 1]) holds the number.

        `starts` begins with 0 and ends with the total; a part may be empty.
        """
        unit = self.range // total
        target = min(self.code // unit, total - 1)
        symbol = bisect_right(starts, target) - 1
        start, end = starts[symbol], starts[symbol + 1]
        self.code -= start * unit
        if end == total:
            self.range -= start * unit
        else:
            self.range = (end - start) * unit
        while self.range < 1 << 48:
            place = self.shifted + 7
            byte = self.payload[place] if place < len(self.payload) else 0
            self.code = self.code * 256 + byte
            self.range *= 256
            self.shifted += 1
        if self.shifted > len(self.payload) + 4:
            raise Refused("payload", "cut off")
        return symbol

    def bits(self, count: int) -> int:
        """Plain bits, the highest first, as one symbol."""
        return self.symbol(range((1 << count) + 1), 1 << count)

    def finish(self) -> None:
        """Refuses a payload that no encoder writes."""
        size = len(self.payload)
        number = int.from_bytes(self.payload, "big")
        n = 8 * size + 1 - (number & -number).bit_length() if number else 0
        canonical = size == max(-(-n // 8), self.shifted - 4)
        if canonical and n:
            room = 8 * (self.shifted + 7) - n
            canonical = (
                room >= 0
                and self.code < 1 << room
                and self.range - self.code <= 1 << room
            )
        if not canonical:
            raise Refused("canonical", f"{size} bytes are not the shortest payload")
