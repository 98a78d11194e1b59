"""The order of the latent channels: which coefficient each one starts as.

Channels stand in coding order. The first ``CODED`` are sent, in ten groups; the
other coefficients (high frequencies of the colour differences) are not sent.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .lapped import BLOCK

PLANE = BLOCK * BLOCK
FULL = 3 * PLANE

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


def zigzag() -> list[tuple[int, int]]:
    """(vertical, horizontal) frequencies by rising diagonal."""
    cells = [(v, u) for v in range(BLOCK) for u in range(BLOCK)]
    return sorted(cells, key=lambda c: (sum(c), c[0] if sum(c) % 2 else -c[0]))


CHROMA = 28
"""Coefficients sent of each colour difference: the seven lowest diagonals."""

_Y, _C1, _C2 = 0, 1, 2


def _span(component: int, start: int, end: int) -> list[tuple[int, int]]:
    return [(component, z) for z in range(start, end)]


GROUPS: list[list[tuple[int, int]]] = [
    _span(_Y, 0, 1),
    [(_C1, 0), (_C2, 0)],
    _span(_Y, 1, 3),
    _span(_Y, 3, 6),
    _span(_Y, 6, 15),
    _span(_Y, 15, 28),
    _span(_Y, 28, 43),
    _span(_Y, 43, 64),
    _span(_C1, 1, 6) + _span(_C2, 1, 6),
    _span(_C1, 6, CHROMA) + _span(_C2, 6, CHROMA),
]
"""Coding groups; a channel is (component, place in zigzag order)."""

SIZES = [len(group) for group in GROUPS]
STARTS = [sum(SIZES[:g]) for g in range(len(SIZES))]
CODED = sum(SIZES)

ORDER: list[tuple[int, int]] = [channel for group in GROUPS for channel in group]
ORDER = ORDER + [
    (component, z)
    for component in (_C1, _C2)
    for z in range(CHROMA, PLANE)
]
"""All 192 coefficients, those that are sent first."""


def selection() -> npt.NDArray[np.float64]:
    """192 × 192 permutation: row = place in `ORDER`, column = component·64 + 8v + u."""
    cells = zigzag()
    matrix = np.zeros((FULL, FULL))
    for row, (component, z) in enumerate(ORDER):
        v, u = cells[z]
        matrix[row, component * PLANE + v * BLOCK + u] = 1
    return matrix
