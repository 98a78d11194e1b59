"""Files of chosen symbols, so that every part of a table is reached.

The decoder's own walk over a file is taken with coders that choose where they
should read, and write what they chose.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..container import File
from ..field import FieldPicture, predicted_step
from ..pack import Pack
from ..range_coder import RangeDecoder
from ..vectors import VectorPictures
from .container_writer import varint
from .range_encoder import RangeEncoder

Choice = Callable[[Sequence[int], int], int]


class Chooser(RangeDecoder):
    """Stands where a decoder reads: chooses each symbol and writes it."""

    def __init__(self, choose: Choice) -> None:
        super().__init__(b"")
        self.choose, self.encoder = choose, RangeEncoder()

    def symbol(self, starts: Sequence[int], total: int = 1 << 16) -> int:
        symbol = self.choose(starts, total)
        self.encoder.write(symbol, starts, total)
        return symbol

    def finish(self) -> None:
        self.payload = self.encoder.payload()


def drawn(seed: int, any_share: float = 0, one_share: float = 0.5) -> Choice:
    """Draws by the model's chances; a share of the symbols among all alike.

    `one_share` is that of ones among single plain bits: escapes grow with it.
    """
    generator = random.Random(seed)
    ones = 0

    def choose(starts: Sequence[int], total: int) -> int:
        nonlocal ones
        if total == 2:
            ones = ones + 1 if generator.random() < one_share and ones < 20 else 0
            return int(ones > 0)
        ones = 0
        symbols = range(len(starts) - 1)
        possible = [s for s in symbols if starts[s + 1] > starts[s]]
        if generator.random() < any_share:
            return generator.choice(possible)
        sizes = [starts[s + 1] - starts[s] for s in possible]
        return generator.choices(possible, sizes)[0]

    return choose


class ChosenDigits(VectorPictures):
    """Pictures of wanted symbols."""

    def __init__(self, pack: Pack, rung: int, symbols: list[list[int]], seed: int = 0):
        self.wanted: Iterator[int] = iter(k for picture in symbols for k in picture)
        file = File(
            True, rung, pack.fingerprint, seed, len(symbols), None, {}, set(), b""
        )
        super().__init__(file, pack)

    def decode(self, coder: RangeDecoder) -> list[list[int]]:
        writer = Chooser(lambda starts, total: next(self.wanted))
        symbols = super().decode(writer)
        self.payload = writer.payload
        return symbols


class DrawnPhoto(FieldPicture):
    """A photo of drawn symbols, its quality map's steps wanted."""

    def __init__(
        self,
        pack: Pack,
        size: tuple[int, int],
        index: int,
        choose: Choice,
        *,
        gray: bool = False,
        steps: Callable[[int, int], int] | None = None,
        strips: int = 0,
        seed: int = 0,
    ) -> None:
        self.choose, self.steps = choose, steps
        self.settings = index & 1 | gray << 1 | (steps is not None) << 2 | strips << 3
        header = bytes([self.settings, *bytes(1 << strips)])
        fingerprint = pack.fingerprint
        file = File(True, index >> 1, fingerprint, seed, 1, size, {}, set(), header)
        super().__init__(file, pack)

    def decode(self, coders: list[RangeDecoder]) -> None:
        writers = [Chooser(self.choose) for _ in coders]
        super().decode(writers)
        self.parts = [writer.payload for writer in writers]
        sizes = b"".join(varint(len(part)) for part in self.parts[:-1])
        self.payload = bytes([self.settings]) + sizes + b"".join(self.parts)

    def decode_map(self, coder: Chooser, steps: np.ndarray) -> None:
        """Writes the wanted steps of the quality map, possible or not."""
        tables = self.pack.integers("map").tolist()
        for y, x in np.ndindex(steps.shape):
            steps[y, x] = self.steps(y, x)
            prediction, context = predicted_step(steps, y, x)
            symbol = int(steps[y, x]) - prediction + 12
            coder.encoder.write(symbol, tables[context], 1 << 16)
