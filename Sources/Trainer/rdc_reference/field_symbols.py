"""Symbols of a place: rdc-field(5), Symbols."""

from functools import cache

from .errors import Refused
from .field_model import FieldModel
from .range_coder import RangeDecoder

ONE = 1 << 30


class SymbolDecoder:
    """Decodes what the contexts of a place tell the chances of."""

    def __init__(self, model: FieldModel, coder: RangeDecoder) -> None:
        self.model, self.coder = model, coder
        self.starts = cache(self.starts)

    def starts(self, group: int, kind: int, u: int) -> list[int]:
        """The parts of the lower escape, of the cells -R to R, of the upper escape."""
        table = self.model.cumulative(group, kind)
        j, reach = int(self.model.width[kind]), int(self.model.radius[kind])
        half, s = 1 << j >> 1, 4 + j
        starts = [0]
        for a in range(-reach, reach + 2):
            t = 64 * ((a << j) - half) - 32 - u
            p = t + ((reach + 2) * 64 << j)
            low, high = int(table[p >> s]), int(table[(p >> s) + 1])
            starts.append(low + ((high - low) * (p & ((1 << s) - 1)) >> s))
        return [*starts, 1 << 16]

    def flag(self, group: int, f: int) -> bool:
        lowered = (1 << 16) - int(self.model.flags[group, f])
        return self.coder.symbol((0, lowered, 1 << 16)) == 1

    def symbols(
        self, group: int, kinds: list[int], us: list[int], flagged: bool
    ) -> list[int]:
        """k of each channel; `flagged`: a raised flag says that not all are in cell 0."""
        channels = list(zip(kinds, us, strict=True))
        chances = [self.cell_zero(group, *channel) for channel in channels]
        product = [ONE]  # S, from the last channel to the first
        for zero in reversed(chances):
            product.append(product[-1] * zero >> 16)
        product.reverse()
        result = []
        for i, (kind, u) in enumerate(channels):
            starts = self.starts(group, kind, u)
            if not flagged:
                cell = self.cell(kind, starts)
            elif i + 1 < len(channels) and self.is_zero(
                chances[i], product[i], product[i + 1]
            ):
                cell = 0
            else:
                cell = self.cell_but_zero(kind, starts)
                flagged = False
            result.append(self.refined(kind, cell))
        return result

    def cell_zero(self, group: int, kind: int, u: int) -> int:
        """Z: the size of cell 0's part."""
        starts, zero = self.starts(group, kind, u), int(self.model.radius[kind]) + 1
        return starts[zero + 1] - starts[zero]

    def is_zero(self, zero: int, here: int, after: int) -> bool:
        chance = zero * (ONE - after) // (ONE - here)
        chance = max(1, min(65535, chance))
        return self.coder.symbol((0, chance, 1 << 16)) == 0

    def cell(self, kind: int, starts: list[int]) -> int:
        return self.escaped(kind, self.coder.symbol(starts, starts[-1]))

    def cell_but_zero(self, kind: int, starts: list[int]) -> int:
        above = int(self.model.radius[kind]) + 2
        out = starts[above] - starts[above - 1]
        rest = starts[:above] + [start - out for start in starts[above:]]
        return self.cell(kind, rest)

    def escaped(self, kind: int, symbol: int) -> int:
        """The cell of a symbol; after an escape its distance follows."""
        reach = int(self.model.radius[kind])
        if symbol == 0:
            return -(reach + 1 + self.distance())
        if symbol == 2 * reach + 2:
            return reach + 1 + self.distance()
        return symbol - 1 - reach

    def distance(self) -> int:
        """b ones, a zero, and b more bits, all of them plain and coded one by one."""
        ones = 0
        while self.coder.bits(1):
            ones += 1
            if ones > 20:
                raise Refused("escape", "longer than 20 bits")
        value = 1
        for _ in range(ones):
            value = 2 * value + self.coder.bits(1)
        return value - 1

    def refined(self, kind: int, cell: int) -> int:
        """k: its place inside the cell follows in plain bits."""
        j = int(self.model.width[kind])
        if j == 0:
            return cell
        return (cell << j) - (1 << j >> 1) + self.coder.bits(j)
