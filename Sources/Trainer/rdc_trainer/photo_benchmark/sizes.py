"""Coding to a size: a codec's whole qualities are searched, and none is coded twice."""

from __future__ import annotations

from collections.abc import Callable

from ..pictures import Pixels
from .codec import Codec, Coded

QUALITIES = range(101)


class Sizes:
    """A picture coded by one codec at the qualities that were asked for."""

    def __init__(self, codec: Codec, pixels: Pixels) -> None:
        self._codec, self._pixels = codec, pixels
        self._coded: dict[int, Coded] = {}

    def at(self, quality: int) -> Coded:
        """The file's bytes and what its heads read."""
        if quality not in self._coded:
            self._coded[quality] = self._codec.code(self._pixels, quality)
        return self._coded[quality]

    def not_below(self, size: float) -> int:
        """The lowest quality whose file has at least so many bytes; the highest if none has."""
        return first(lambda quality: self.at(quality)[0] >= size)

    def nearest(self, size: float) -> int:
        """The quality whose bytes are nearest."""
        above = self.not_below(size)
        near = [quality for quality in (above - 1, above) if quality in QUALITIES]
        return min(near, key=lambda quality: abs(self.at(quality)[0] - size))


def first(holds: Callable[[int], bool]) -> int:
    """The first quality for which something holds that then holds for all higher ones."""
    low, high = QUALITIES[0], QUALITIES[-1]
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
