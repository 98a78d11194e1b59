"""Probability tables: one finely sampled cumulative a group and scale class.

Class ``c`` stands for a logistic scale of 2^(SMALLEST + c / PER_OCTAVE) steps. A
table covers ±(radius + 2) cells in quarter cells; a cell is one step for narrow
classes and a power of two for wide ones, whose low bits are sent as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from .layout import COARSE
from .layout import FINE as FINE_LAYOUT
from .likelihood import LARGEST_LOG_SCALE, SMALLEST_LOG_SCALE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

GROUPS = len(COARSE.groups) + len(FINE_LAYOUT.groups)
"""Coding groups of both scales, the coarse ones first."""

PER_OCTAVE = 3
CLASSES = int((LARGEST_LOG_SCALE - SMALLEST_LOG_SCALE) * PER_OCTAVE) + 1
TOTAL = 1 << 16
QUARTERS = 4
WIDEST_RADIUS = 31
FINE = 64
"""Dither and means are on a grid of 1/FINE step."""


def class_scale(index: int) -> float:
    """Logistic scale of a class in steps."""
    return float(2 ** (SMALLEST_LOG_SCALE + index / PER_OCTAVE))


def dithered(lowest: float, amplitude: float) -> Ints:
    """The amplitude (64 = a step) of each class: 0 below a scale of ``lowest``."""
    scales = np.asarray([class_scale(c) for c in range(CLASSES)])
    return np.where(scales >= lowest, int(amplitude), 0)


def cell_shift(index: int) -> int:
    """j: a cell of the class is 2^j steps."""
    return max(0, int(np.ceil(np.log2(class_scale(index)) - 2 - 1e-9)))


def radius(index: int) -> int:
    """R: cells −R … R have a symbol of their own."""
    scale = class_scale(index) / (1 << cell_shift(index))
    return int(min(WIDEST_RADIUS, max(2, np.ceil(9 * scale) + 1)))


FLAG_CLASSES = 64
FLAG_STEPS = 4
"""Classes a unit of a flag's logit."""


def flag_chance(index: Ints) -> Floats:
    """Chance of a raised flag that a class stands for before any counting."""
    return _logistic((index - FLAG_CLASSES // 2) / FLAG_STEPS)


SUREST = 16
"""Chance in 1/TOTAL that every flag has at least: what no flag costs less than bounds the
pixels that a payload can claim."""


def flag_table(counts: Floats, strength: float = 16.0) -> Ints:
    """Chances in 1/TOTAL from counts[class, lowered/raised]."""
    prior = flag_chance(np.arange(FLAG_CLASSES))
    raised = (counts[:, 1] + strength * prior) / (counts.sum(axis=1) + strength)
    return np.clip(np.round(raised * TOTAL), SUREST, TOTAL - SUREST).astype(np.int64)


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def logistic_cells(index: int) -> Floats:
    """Masses of [below, −R … R, above] under the class's logistic density."""
    scale = class_scale(index) / (1 << cell_shift(index))
    edges = np.arange(-radius(index), radius(index) + 2) - 0.5
    inner = _logistic(edges / scale)
    return np.diff(np.concatenate([[0.0], inner, [1.0]]))


def knots_from_masses(masses: Floats, dithered: bool) -> Ints:
    """Cumulative table of 4·(2R + 4) + 1 integers, 0 … 65536.

    ``masses`` are those of [below, −R … R, above]; between the cells' edges the
    cumulative is a monotone cubic. Every cell keeps a count, and where dither
    moves the cells every quarter does.
    """
    reach = (len(masses) - 3) // 2
    tail = masses[[0, -1]]
    # The escapes stand for all beyond; within the table they get 1.5 cells.
    cells = np.concatenate([[tail[0] / 2] * 2, masses[1:-1], [tail[1] / 2] * 2])
    edges = np.arange(-reach - 2, reach + 4) - 0.5
    edges[0], edges[-1] = -reach - 2, reach + 2
    cumulative = np.concatenate([[0.0], np.cumsum(cells)])
    cumulative /= cumulative[-1]
    grid = np.arange(QUARTERS * (2 * reach + 4) + 1) / QUARTERS - (reach + 2)
    smooth = PchipInterpolator(edges, cumulative)(grid)
    steps = np.diff(smooth)
    floor = np.zeros(len(steps))
    if dithered:
        floor[:] = 1
    else:
        # A count for every cell: its first quarter is 2 above −(R + 2) + a.
        floor[2::QUARTERS] = 1
        floor[0] = 1
    ideal = steps * (TOTAL - floor.sum())
    rounded = np.floor(np.cumsum(ideal) + 1e-6)
    counts = np.diff(np.concatenate([[0.0], rounded])) + floor
    counts[len(counts) // 2] += TOTAL - counts.sum()
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


@dataclass
class Tables:
    """All tables of a pack and the rule that reads them."""

    knots: list[list[Ints]]
    dither: Ints
    """Amplitude of each class, 0 … 64."""
    flags: Ints
    """Chance of a raised flag in 1/TOTAL, groups × FLAG_CLASSES."""

    @staticmethod
    def logistic() -> Tables:
        """Tables before any counting."""
        one = [knots_from_masses(logistic_cells(c), False) for c in range(CLASSES)]
        flags = flag_table(np.zeros((FLAG_CLASSES, 2)))
        return Tables(
            [list(one) for _ in range(GROUPS)], np.zeros(CLASSES, dtype=np.int64),
            np.stack([flags] * GROUPS),
        )  # fmt: skip

    @staticmethod
    def counted(
        counts: Floats, flags: Floats, dither: Ints, strength: float = 24.0
    ) -> Tables:
        """Tables from counts[group, class, WIDEST_RADIUS + 1 + a] and
        flags[group, class, lowered/raised].

        Escapes are counted at ±(R + 1). The logistic masses, and those of all
        groups together, count as ``strength`` observations each.
        """
        middle = WIDEST_RADIUS + 1
        knots: list[list[Ints]] = []
        shared: list[Floats] = []
        for c in range(CLASSES):
            reach = radius(c) + 1
            span = counts[:, c, middle - reach : middle + reach + 1].sum(axis=0)
            span = span + span[::-1] + strength * logistic_cells(c)
            shared.append(span / span.sum())
        for group in range(GROUPS):
            row: list[Ints] = []
            for c in range(CLASSES):
                reach = radius(c) + 1
                span = counts[group, c, middle - reach : middle + reach + 1]
                span = span + span[::-1] + strength * shared[c]
                row.append(knots_from_masses(span / span.sum(), dither[c] > 0))
            knots.append(row)
        return Tables(knots, dither, np.stack([flag_table(row) for row in flags]))

    def cumulative(self, group: int, index: int, place: Ints) -> Ints:
        """F(t): see the specification."""
        table = self.knots[group][index]
        shift = 4 + cell_shift(index)
        p = place + ((radius(index) + 2) * FINE << cell_shift(index))
        knot, rest = p >> shift, p & ((1 << shift) - 1)
        after = table[np.minimum(knot + 1, len(table) - 1)]
        return table[knot] + (((after - table[knot]) * rest) >> shift)

    def bits(self, group: int, index: int, symbols: Ints, dither: Ints) -> Floats:
        """Exact cost of symbols k at dither u (in 1/64), escapes and raw bits too."""
        shift, reach = cell_shift(index), radius(index)
        half = (1 << shift) >> 1
        cell = (symbols + half) >> shift
        limited = np.clip(cell, -reach, reach)
        start = FINE * ((limited << shift) - half) - FINE // 2 - dither
        low = self.cumulative(group, index, start)
        high = self.cumulative(group, index, start + (FINE << shift))
        over = np.abs(cell) - reach
        count = np.where(over <= 0, high - low, np.where(cell < 0, low, TOTAL - high))
        if (count < 1).any():
            raise ValueError(f"no count: group {group}, class {index}")
        golomb = 2 * np.floor(np.log2(np.maximum(over, 1))) + 1
        return 16 - np.log2(count) + shift + np.where(over > 0, golomb, 0)

    def zero(self) -> list[Floats]:
        """Chances of cell 0 without dither, of each group's classes."""
        starts = [
            np.asarray(-FINE * ((1 << cell_shift(c)) >> 1) - FINE // 2)
            for c in range(CLASSES)
        ]

        def chance(group: int, c: int) -> float:
            low = self.cumulative(group, c, starts[c])
            high = self.cumulative(group, c, starts[c] + (FINE << cell_shift(c)))
            return float(high - low) / TOTAL

        return [
            np.asarray([chance(g, c) for c in range(CLASSES)])
            for g in range(len(self.knots))
        ]

    def rates(self, group: int, limit: int) -> Floats:
        """Bits at dither 0 of k in −limit … limit: classes × (2·limit + 1)."""
        symbols = np.arange(-limit, limit + 1)
        zero = np.zeros_like(symbols)
        rows = [self.bits(group, c, symbols, zero) for c in range(CLASSES)]
        return np.stack(rows)


def cells(index: Ints, symbols: Ints) -> Ints:
    """Cell a of symbols k, escapes at ±(R + 1), as an index of a counts row."""
    shifts = np.asarray([cell_shift(c) for c in range(CLASSES)])[index]
    reach = np.asarray([radius(c) for c in range(CLASSES)])[index] + 1
    cell = (symbols + ((1 << shifts) >> 1)) >> shifts
    return np.clip(cell, -reach, reach) + WIDEST_RADIUS + 1
