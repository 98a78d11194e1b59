"""How a picture of any size becomes what a classifier reads, in integers alone.

The middle square, seven eighths of the shorter side, is brought to the wanted side by
a triangle as wide as two results (two pixels, where there are fewer pixels than
results): along rows first, then along columns. After each, a value is rounded to 1/64
of a level, halves up.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

PLACES = 64
"""Fractions of a level that are kept."""

Ints = npt.NDArray[np.int64]


def square(height: int, width: int) -> tuple[int, int, int]:
    """Top, left and side of the middle square."""
    side = max(1, (7 * min(height, width) + 4) >> 3)
    return (height - side) // 2, (width - side) // 2, side


def matrix(size: int, side: int) -> Ints:
    """Weights of ``size`` pixels in ``side`` results, side × size."""
    reach = 2 * max(size, side)
    pixel = (2 * np.arange(size, dtype=np.int64) + 1) * side
    result = (2 * np.arange(side, dtype=np.int64) + 1) * size
    return np.maximum(0, reach - np.abs(pixel[None] - result[:, None]))


def _means(values: Ints, weights: Ints) -> Ints:
    """Weighted means along the last axis but one, rounded; halves go up."""
    # Sums of this size are exact in float64, whose products are fast.
    sums = (weights.astype(np.float64) @ values.astype(np.float64)).astype(np.int64)
    total = weights.sum(axis=1)[:, None]
    return (2 * sums + total) // (2 * total)


def reduced(pixels: npt.NDArray[np.uint8], side: int) -> npt.NDArray[np.float32]:
    """height × width × 3 → side × side × 3 in 0…255."""
    top, left, size = square(*pixels.shape[:2])
    middle = PLACES * pixels[top : top + size, left : left + size].astype(np.int64)
    weights = matrix(size, side)
    along_rows = _means(middle, weights)
    flat = along_rows.reshape(size, side * 3)
    return (_means(flat, weights) / PLACES).reshape(side, side, 3).astype(np.float32)
