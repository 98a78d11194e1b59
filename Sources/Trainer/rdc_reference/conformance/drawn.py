"""Photos of symbols that are drawn, so that every part of a table is reached."""

import random
from collections.abc import Callable, Sequence

import numpy as np

from ..container import File
from ..field import FieldPicture, predicted_step
from ..pack import Pack
from ..range_coder import RangeDecoder
from .container_writer import varint
from .range_encoder import RangeEncoder

Choice = Callable[[Sequence[int], int], int]


class Chooser(RangeDecoder):
    """Stands where a decoder reads, draws each symbol and writes it."""

    def __init__(self, choose: Choice) -> None:
        super().__init__(b"")
        self.choose, self.encoder = choose, RangeEncoder()

    def symbol(self, starts: Sequence[int], total: int = 1 << 16) -> int:
        symbol = self.choose(starts, total)
        self.write(symbol, starts, total)
        return symbol

    def write(self, symbol: int, starts: Sequence[int], total: int) -> None:
        self.encoder.write(symbol, starts, total)

    def finish(self) -> None:
        self.payload = self.encoder.payload()


def likely_or_any(generator: random.Random, any_share: float) -> Choice:
    """Draws by the model's chances, now and then among all symbols alike."""

    def choose(starts: Sequence[int], total: int) -> int:
        symbols = range(len(starts) - 1)
        possible = [s for s in symbols if starts[s + 1] > starts[s]]
        if generator.random() < any_share:
            return generator.choice(possible)
        sizes = [starts[s + 1] - starts[s] for s in possible]
        return generator.choices(possible, sizes)[0]

    return choose


class DrawnPhoto(FieldPicture):
    """The decoder's walk over a photo, with coders that choose."""

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
        super().__init__(File(True, index >> 1, 0, seed, 1, size, {}, header), pack)

    def decode(self, coders: list[RangeDecoder]) -> None:
        writers = [Chooser(self.choose) for _ in coders]
        super().decode(writers)
        parts = [writer.payload for writer in writers]
        sizes = b"".join(varint(len(part)) for part in parts[:-1])
        self.payload = bytes([self.settings]) + sizes + b"".join(parts)

    def decode_map(self, coder: Chooser, steps: np.ndarray) -> None:
        """Writes the wanted steps of the quality map."""
        tables = self.pack.integers("map").tolist()
        for y, x in np.ndindex(steps.shape):
            steps[y, x] = self.steps(y, x)
            prediction, context = predicted_step(steps, y, x)
            coder.write(int(steps[y, x]) - prediction + 12, tables[context], 1 << 16)
