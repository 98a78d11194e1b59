"""Chooses symbols in coding order, decodes them, and counts their bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .contexts import CAUSAL, DC_GROUPS, MEAN_GROUPS
from .integer import VALUE_LIMIT, IntegerModel, Ints
from .layout import GROUPS, SIZES, STARTS
from .tables import FINE, Tables

@dataclass
class Coded:
    """What coding leaves: batch × channels × h × w each."""

    decoded: Ints
    """Decoded values in 1/64 step."""
    symbols: Ints
    classes: Ints
    noise: Ints
    """Common randomness in −32 … 31, before the class scales it."""
    dither: Ints
    """Dither in 1/64 step."""

    @staticmethod
    def empty(shape: tuple[int, ...]) -> Coded:
        """Zeros."""
        return Coded(*(np.zeros(shape, dtype=np.int64) for _ in range(5)))


def fronts(height: int, width: int) -> list[tuple[Ints, Ints]]:
    """Positions that can be coded together: x + 3y constant, in order."""
    y, x = np.mgrid[:height, :width]
    place = (x + 3 * y).ravel()
    order = np.argsort(place, kind="stable")
    cuts = np.flatnonzero(np.diff(place[order])) + 1
    return [
        (part // width, part % width) for part in np.split(order, cuts)
    ]


SQUARES = np.array([4.0, 1.0, 2.0, 2.0] + [1.0] * (len(GROUPS) - 4))
"""What squared errors of a group's latents cost in the search. What is given up of luma's
mean and lowest frequencies costs the contexts and the synthesis after it, too."""

FEEDBACK = np.array([0.3, 0.7])
"""Share of its error that a mean (luma; colours) hands on to the means after it. A mean
is predicted from decoded means, so without that a region misses its colour by the same
part of a step everywhere; with it the errors of neighbours cancel."""

TAPS = {(0, -1): 7 / 16, (-1, -1): 1 / 16, (-1, 0): 5 / 16, (-1, 1): 3 / 16}
"""Where handed-on errors come from (Floyd & Steinberg 1976): offset → share."""


class Coder:
    """Quantizes latents in coding order and counts their bits.

    Groups without mean are quantized plane by plane; with dither, or on demand,
    position by position as a decoder must.
    """

    LIMIT = 600

    def __init__(
        self, model: IntegerModel, tables: Tables, lagrange: float, seed: int = 0
    ) -> None:
        self.model = model
        self.tables = tables
        self.lagrange = lagrange
        self.rates = [tables.rates(g, self.LIMIT) for g in range(len(GROUPS))]
        self.serial = bool(tables.dither.any())
        self._random = np.random.default_rng(seed)

    def choose(
        self, group: int, wanted: npt.NDArray[np.float64], classes: Ints, dither: Ints
    ) -> Ints:
        """The k of least w·(k − u − wanted)² + λ·bits among three."""
        u = dither / FINE
        first = np.round(wanted + u).astype(np.int64)
        if self.lagrange <= 0:
            return first
        best = first
        costs = np.full(wanted.shape, np.inf)
        for candidate in (first, first - np.sign(first), np.zeros_like(first)):
            # The rate at a dither is read between those of whole places.
            exact = np.clip(candidate - u, 1 - self.LIMIT, self.LIMIT - 1)
            below = np.floor(exact).astype(np.int64)
            share = exact - below
            rate = self.rates[group][classes, below + self.LIMIT]
            if self.serial:
                after = self.rates[group][classes, below + 1 + self.LIMIT]
                rate = rate * (1 - share) + after * share
            cost = SQUARES[group] * (candidate - u - wanted) ** 2 + self.lagrange * rate
            better = cost < costs
            best = np.where(better, candidate, best)
            costs = np.where(better, cost, costs)
        return best

    def encode(
        self, values: npt.NDArray[np.float64], quality: int,
        given: Ints | None = None, noise: Ints | None = None,
    ) -> Coded:  # fmt: skip
        """Codes latents in steps, batch × channels × h × w.

        With the symbols ``given`` this is the decoder: ``values`` only tells the
        shape.
        """
        out = Coded.empty(values.shape)
        if noise is not None:
            out.noise[:] = noise
        elif self.serial:
            out.noise[:] = self._random.integers(-32, 32, values.shape)
        steps = fronts(*values.shape[2:])
        for group in range(len(GROUPS)):
            start = STARTS[group]
            part = slice(start, start + SIZES[group])
            symbols = None if given is None else given[:, part]
            dense = self.model.dense(group, out.decoded[:, :start], quality)
            if group < MEAN_GROUPS or self.serial:
                self._serial(group, values[:, part], dense, quality, steps, symbols, out)
            else:
                self._plane(group, values[:, part], dense[0], quality, symbols, out)
        return out

    def _plane(
        self, group: int, wanted: npt.NDArray[np.float64], total: Ints, quality: int,
        given: Ints | None, out: Coded,
    ) -> None:  # fmt: skip
        part = slice(STARTS[group], STARTS[group] + SIZES[group])
        zero = np.zeros(1, dtype=np.int64)
        if given is not None:
            k = given
        elif self.lagrange <= 0:
            k = np.round(wanted).astype(np.int64)
        else:
            # The contexts of the choice are those of the choice before it.
            k = (np.sign(wanted) * np.floor(np.abs(wanted) + 0.4)).astype(np.int64)
            for _ in range(2):
                found = self.model.later_classes(group, total, k * FINE, quality)
                k = self.choose(group, wanted, found, zero)
        out.classes[:, part] = self.model.later_classes(group, total, k * FINE, quality)
        out.symbols[:, part] = k
        out.decoded[:, part] = k * FINE

    def _serial(
        self, group: int, values: npt.NDArray[np.float64], dense: tuple[Ints, Ints],
        quality: int, steps: list[tuple[Ints, Ints]], given: Ints | None, out: Coded,
    ) -> None:  # fmt: skip
        start, size = STARTS[group], SIZES[group]
        count, _, height, width = values.shape
        padded = np.zeros((count, height + 2, width + 4, size), dtype=np.int64)
        missed = np.zeros(padded.shape)
        inside = np.zeros((height + 2, width + 4), dtype=np.int64)
        inside[2:, 2:-2] = 1
        down = np.asarray([o[0] for o in CAUSAL])
        across = np.asarray([o[1] for o in CAUSAL])

        def at(planes: np.ndarray, ys: Ints, xs: Ints) -> np.ndarray:
            rows = planes[:, :, ys, xs].transpose(0, 2, 1)
            return rows.reshape(-1, planes.shape[1])

        noise = out.noise[:, start : start + size]
        for ys, xs in steps:
            ny, nx = ys[:, None] + down + 2, xs[:, None] + across + 2
            near = padded[:, ny, nx].reshape(-1, len(CAUSAL), size)
            total = at(dense[0], ys, xs)
            m = np.zeros((len(near), size), dtype=np.int64)
            if group < MEAN_GROUPS:
                known = np.tile(inside[ny, nx], (count, 1))
                lean = at(dense[1], ys, xs)
                found, m = self.model.near_model(
                    group, near, known, total, lean, quality
                )
            else:
                found = self.model.later_model(group, near, total, quality)
            u = (at(noise, ys, xs) * self.tables.dither[found]) >> 6
            if given is None:
                wanted = at(values, ys, xs) - m / FINE
                if group < DC_GROUPS:
                    carried = sum(
                        share * missed[:, ys + 2 + dy, xs + 2 + dx]
                        for (dy, dx), share in TAPS.items()
                    )
                    wanted = wanted + FEEDBACK[group] * carried.reshape(wanted.shape)
                k = self.choose(group, wanted, found, u)
                missed[:, ys + 2, xs + 2] = (wanted - k + u / FINE).reshape(
                    count, len(ys), size
                )
            else:
                k = at(given, ys, xs)
            y = np.clip(k * FINE + m - u, -VALUE_LIMIT, VALUE_LIMIT)
            shape = (count, len(ys), size)
            padded[:, ys + 2, xs + 2] = y.reshape(shape)
            for target, source in (
                (out.decoded, y), (out.symbols, k), (out.classes, found),
                (out.dither, u),
            ):  # fmt: skip
                block = source.reshape(shape).transpose(0, 2, 1)
                target[:, start : start + size, ys, xs] = block

    def bits(self, coded: Coded) -> npt.NDArray[np.float64]:
        """Exact bits of each picture and group: batch × groups."""
        out = np.zeros((len(coded.symbols), len(GROUPS)))
        for group in range(len(GROUPS)):
            part = slice(STARTS[group], STARTS[group] + SIZES[group])
            symbols, classes = coded.symbols[:, part], coded.classes[:, part]
            dither = coded.dither[:, part]
            place = np.clip(symbols, -self.LIMIT, self.LIMIT) + self.LIMIT
            cost = self.rates[group][classes, place]
            for index in np.unique(classes[dither != 0]):
                here = (classes == index) & (dither != 0)
                cost[here] = self.tables.bits(
                    group, int(index), symbols[here], dither[here]
                )
            out[:, group] = cost.sum(axis=(1, 2, 3))
        return out
