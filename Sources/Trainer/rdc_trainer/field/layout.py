"""The order of the latent channels of both scales: which coefficient each starts as.

Channels stand in coding order, in groups that are coded one after another. A channel
is (component, place in zigzag order); component 0 is luma, 1 and 2 are the colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

COLOUR = np.asarray(
    [
        [1 / 3**0.5, 1 / 3**0.5, 1 / 3**0.5],
        [1 / 2**0.5, 0.0, -1 / 2**0.5],
        [1 / 6**0.5, -2 / 6**0.5, 1 / 6**0.5],
    ]
)
"""Orthonormal colour transform, rows Y, C1 (red − blue), C2 (magenta − green):
nearly the principal axes of photographs, and squared error in it is squared
error in RGB."""

Channel = tuple[int, int]


def zigzag(block: int) -> list[tuple[int, int]]:
    """(vertical, horizontal) frequencies by rising diagonal."""
    cells = [(v, u) for v in range(block) for u in range(block)]
    return sorted(cells, key=lambda c: (sum(c), c[0] if sum(c) % 2 else -c[0]))


def _span(component: int, start: int, end: int) -> list[Channel]:
    return [(component, z) for z in range(start, end)]


@dataclass(frozen=True)
class Layout:
    """The channels of one scale."""

    name: str
    block: int
    """Side of a block, in samples of the finer scale."""
    given: list[Channel]
    """Channels that the coarser scale has told already."""
    groups: list[list[Channel]]
    references: int
    """The first groups are predicted relative to a neighbour, and have no flag."""
    means: int
    """The first groups have a predicted mean."""

    @cached_property
    def sizes(self) -> list[int]:
        """Channels of each group."""
        return [len(group) for group in self.groups]

    @cached_property
    def starts(self) -> list[int]:
        """First coded channel of each group."""
        return [sum(self.sizes[:g]) for g in range(len(self.sizes))]

    @cached_property
    def coded(self) -> int:
        """Channels that are sent."""
        return sum(self.sizes)

    @cached_property
    def order(self) -> list[Channel]:
        """All coefficients: given, sent, and those that are never sent."""
        told = self.given + [channel for group in self.groups for channel in group]
        plane = self.block**2
        every = [(c, z) for c in range(3) for z in range(plane)]
        return told + [channel for channel in every if channel not in set(told)]

    def selection(self) -> npt.NDArray[np.float64]:
        """Permutation: row = place in `order`, column = component·block² + block·v + u."""
        cells = zigzag(self.block)
        plane = self.block**2
        matrix = np.zeros((3 * plane, 3 * plane))
        for row, (component, z) in enumerate(self.order):
            v, u = cells[z]
            matrix[row, component * plane + v * self.block + u] = 1
        return matrix


COARSE = Layout(
    "coarse", 4, [],
    [
        _span(0, 0, 1),
        [(1, 0), (2, 0)],
        _span(0, 1, 6),
        _span(0, 6, 16),
        _span(1, 1, 6) + _span(2, 1, 6),
        _span(1, 6, 16) + _span(2, 6, 16),
    ],
    references=2, means=3,
)  # fmt: skip
"""Latents of the means, one place a cell of 32×32 pixels."""

FINE_COLOURS = 28
"""Coefficients sent of each colour: the seven lowest diagonals."""

FINE = Layout(
    "fine", 8, [(0, 0), (1, 0), (2, 0)],
    [
        _span(0, 1, 3),
        _span(0, 3, 6),
        _span(0, 6, 15),
        _span(0, 15, 28),
        _span(0, 28, 43),
        _span(0, 43, 64),
        _span(1, 1, 6) + _span(2, 1, 6),
        _span(1, 6, FINE_COLOURS) + _span(2, 6, FINE_COLOURS),
    ],
    references=0, means=2,
)  # fmt: skip
"""Latents of detail, one place a block of 8×8 pixels."""

LAYOUTS = (COARSE, FINE)
