"""Chooses symbols in coding order, decodes them, and counts their bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .contexts import CAUSAL
from .integer import VALUE_LIMIT, GroupModel, IntegerModel, Ints
from .layout import COARSE, FINE, Layout
from .tables import FINE as PLACES
from .tables import TOTAL, Tables

Floats = npt.NDArray[np.float64]


@dataclass
class Coded:
    """What coding leaves of one scale: batch × channels × h × w each."""

    decoded: Ints
    """Decoded values in 1/64 step."""
    symbols: Ints
    classes: Ints
    """−1 behind a lowered flag."""
    noise: Ints
    """Common randomness in −32 … 31, before the class scales it."""
    dither: Ints
    """Dither in 1/64 step."""
    flags: Ints
    """Class of each group's flag, batch × groups × h × w; −1 where there is none."""
    raised: Ints
    """Batch × groups × h × w."""
    bits: Floats
    """Batch × groups."""

    @staticmethod
    def empty(layout: Layout, count: int, rows: int, columns: int) -> Coded:
        """Nothing coded yet."""
        each = [
            np.zeros((count, layout.coded, rows, columns), dtype=np.int64)
            for _ in range(5)
        ]
        groups = len(layout.groups)
        flags = [np.full((count, groups, rows, columns), v) for v in (-1, 1)]
        return Coded(*each, *flags, np.zeros((count, groups)))


def fronts(height: int, width: int) -> list[tuple[Ints, Ints]]:
    """Positions that can be coded together: x + 3y constant, in order."""
    y, x = np.mgrid[:height, :width]
    place = (x + 3 * y).ravel()
    order = np.argsort(place, kind="stable")
    cuts = np.flatnonzero(np.diff(place[order])) + 1
    return [(part // width, part % width) for part in np.split(order, cuts)]


class Coder:
    """Quantizes latents in coding order and counts their bits."""

    LIMIT = 600

    def __init__(
        self, model: IntegerModel, tables: Tables, lagrange: float, seed: int = 0
    ) -> None:
        self.model = model
        self.tables = tables
        self.lagrange = lagrange
        self.rates = [tables.rates(g, self.LIMIT) for g in range(len(tables.knots))]
        self.zero = tables.zero()
        chance = np.clip(tables.flags / TOTAL, 1e-9, 1 - 1e-9)
        self.raise_bits, self.lower_bits = -np.log2(chance), -np.log2(1 - chance)
        self.dithers = bool(tables.dither.any())
        self._random = np.random.default_rng(seed)

    def bits(self, group: int, classes: Ints, k: Ints, dither: Ints) -> Floats:
        """Bits of symbols, at the dither as near as whole places tell."""
        exact = np.clip(k - dither / PLACES, 1 - self.LIMIT, self.LIMIT - 1)
        below = np.floor(exact).astype(np.int64)
        share = exact - below
        rate = self.rates[group][classes, below + self.LIMIT]
        after = self.rates[group][classes, below + 1 + self.LIMIT]
        return rate * (1 - share) + after * share

    def choose(self, group: int, wanted: Floats, classes: Ints, dither: Ints) -> Ints:
        """The k of least (k − u − wanted)² + λ·bits among three."""
        u = dither / PLACES
        first = np.round(wanted + u).astype(np.int64)
        if self.lagrange <= 0:
            return first
        best, costs = first, np.full(wanted.shape, np.inf)
        for candidate in (first, first - np.sign(first), np.zeros_like(first)):
            cost = (candidate - u - wanted) ** 2
            cost += self.lagrange * self.bits(group, classes, candidate, dither)
            better = cost < costs
            best = np.where(better, candidate, best)
            costs = np.where(better, cost, costs)
        return best

    def encode(
        self, layout: Layout, values: Floats, quality: Ints,
        given: tuple[Ints, Ints] | None = None, symbols: Ints | None = None,
    ) -> Coded:  # fmt: skip
        """Codes latents in steps, batch × channels × h × w.

        ``quality``: batch × h × w; ``given``: see `IntegerModel.given`. With
        ``symbols`` this is the decoder: ``values`` only tells the shape.
        """
        count, _, rows, columns = values.shape
        out = Coded.empty(layout, count, rows, columns)
        if self.dithers:
            out.noise[:] = self._random.integers(-32, 32, values.shape)
        steps = fronts(rows, columns)
        for group, model in enumerate(self.model.groups[layout.name]):
            start = layout.starts[group]
            past = out.decoded[:, :start]
            slopes = given[1] if given else self.model.slopes(layout, group, past)
            if given:
                past = np.concatenate([given[0], past], axis=1)
            dense = model.dense(past, slopes, quality)
            part = slice(start, start + layout.sizes[group])
            told = None if symbols is None else symbols[:, part]
            self._group(layout, group, model, values[:, part], dense, quality, steps, told, out)
        return out

    def _group(
        self, layout: Layout, group: int, model: GroupModel, values: Floats,
        dense: tuple[Ints, Ints], quality: Ints, steps: list[tuple[Ints, Ints]],
        told: Ints | None, out: Coded,
    ) -> None:  # fmt: skip
        start, size = layout.starts[group], layout.sizes[group]
        table = group + (0 if layout is COARSE else len(COARSE.groups))
        count, _, rows, columns = values.shape
        padded = np.zeros((count, rows + 2, columns + 4, size), dtype=np.int64)
        inside = np.zeros((rows + 2, columns + 4), dtype=np.int64)
        inside[2:, 2:-2] = 1
        down = np.asarray([o[0] for o in CAUSAL])
        across = np.asarray([o[1] for o in CAUSAL])

        def at(planes: np.ndarray, ys: Ints, xs: Ints) -> np.ndarray:
            return planes[:, :, ys, xs].transpose(0, 2, 1).reshape(-1, planes.shape[1])

        noise = out.noise[:, start : start + size]
        for ys, xs in steps:
            ny, nx = ys[:, None] + down + 2, xs[:, None] + across + 2
            near = padded[:, ny, nx].reshape(-1, len(CAUSAL), size)
            classes, m, flag = model.at(
                near, np.tile(inside[ny, nx], (count, 1)), at(dense[0], ys, xs),
                at(dense[1], ys, xs), quality[:, ys, xs].ravel(),
            )  # fmt: skip
            u = (at(noise, ys, xs) * self.tables.dither[classes]) >> 6
            wanted = at(values, ys, xs) - m / PLACES
            k = at(told, ys, xs) if told is not None else self.choose(table, wanted, classes, u)
            cost = self.bits(table, classes, k, u)
            raised = np.ones(len(k), dtype=bool)
            total = cost.sum(axis=1)
            if flag is not None:
                raised = (k != 0).any(axis=1)
                zeros = np.prod(self.zero[table][classes], axis=1)
                total += self.raise_bits[table][flag] + np.log2(np.clip(1 - zeros, 1e-9, 1))
                if told is None and self.lagrange > 0:
                    error = ((k - u / PLACES - wanted) ** 2).sum(axis=1)
                    dropped = (wanted**2).sum(axis=1)
                    raised &= error + self.lagrange * total < (
                        dropped + self.lagrange * self.lower_bits[table][flag]
                    )
                total = np.where(raised, total, self.lower_bits[table][flag])
            k, u = k * raised[:, None], u * raised[:, None]
            y = np.clip(k * PLACES + m - u, -VALUE_LIMIT, VALUE_LIMIT)
            shape = (count, len(ys), size)
            padded[:, ys + 2, xs + 2] = y.reshape(shape)
            seen = np.where(raised[:, None], classes, -1)
            for target, source in (
                (out.decoded, y), (out.symbols, k), (out.classes, seen), (out.dither, u),
            ):  # fmt: skip
                block = source.reshape(shape).transpose(0, 2, 1)
                target[:, start : start + size, ys, xs] = block
            if flag is not None:
                out.flags[:, group, ys, xs] = flag.reshape(count, -1)
                out.raised[:, group, ys, xs] = raised.reshape(count, -1)
            out.bits[:, group] += total.reshape(count, -1).sum(axis=1)


@dataclass
class CodedPicture:
    """Both scales of a batch of pictures."""

    coarse: Coded
    fine: Coded
    means: Ints
    """In 1/16 of the picture's unit, batch × 3 × blocks."""

    @property
    def bits(self) -> Floats:
        """Bits of each picture."""
        return self.coarse.bits.sum(axis=1) + self.fine.bits.sum(axis=1)


def to_blocks(cells: Ints) -> Ints:
    """A map over cells, repeated to one over blocks."""
    side = COARSE.block
    return cells.repeat(side, axis=1).repeat(side, axis=2)


def encode_picture(
    coder: Coder, coarse: Floats, fine: Floats, quality: Ints
) -> CodedPicture:
    """Codes both scales. ``quality``: indices of cells, batch × hc × wc."""
    first = coder.encode(COARSE, coarse, quality)
    means = coder.model.means(first.decoded, quality)
    blocks = to_blocks(quality)
    second = coder.encode(FINE, fine, blocks, coder.model.given(means, blocks))
    return CodedPicture(first, second, means)


