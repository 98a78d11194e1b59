"""What shows where nothing is: blotches and lattices in skies, walls and skin."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..pictures import Pixels

BLOCK, CELL = 16, 8
"""Sides of the blocks that are flat or not, and of the cells whose means are compared."""

DEVIATION = 3.0
"""Gray levels of luma's standard deviation below which a block is flat."""

Samples = npt.NDArray[np.float64]


def luma(pixels: Pixels) -> Samples:
    """Rec. 601."""
    return pixels.astype(np.float64) @ np.array([0.299, 0.587, 0.114])


def blocks(samples: Samples) -> Samples:
    """[rows, columns, 16, 16]; what is left over at the right and the bottom is cut off."""
    rows, columns = samples.shape[0] // BLOCK, samples.shape[1] // BLOCK
    whole = samples[: rows * BLOCK, : columns * BLOCK]
    return whole.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2)


def cell_means(flat: Samples) -> Samples:
    """[blocks, 2, 2] of [blocks, 16, 16]."""
    halves = BLOCK // CELL
    return flat.reshape(-1, halves, CELL, halves, CELL).mean(axis=(2, 4))


class FlatPlaces:
    """The flat blocks of an original."""

    def __init__(self, pixels: Pixels) -> None:
        tiles = blocks(luma(pixels))
        self.mask = tiles.std(axis=(2, 3)) < DEVIATION
        self.count = int(self.mask.sum())
        self._means = cell_means(tiles[self.mask])

    def error(self, pixels: Pixels) -> float:
        """Mean square error of the 8×8 means of luma, in gray levels squared; 0 without any."""
        if not self.count:
            return 0.0
        means = cell_means(blocks(luma(pixels))[self.mask])
        return float(np.square(means - self._means).mean())

    def steps(self, pixels: Pixels) -> tuple[float, float]:
        """Mean absolute steps of luma: across the blocks' middle lines, and elsewhere inside.

        The middle of a block is a border of 8×8 cells, and both sides of it are flat.
        """
        if not self.count:
            return 0.0, 0.0
        flat = blocks(luma(pixels))[self.mask]
        across = np.abs(np.diff(flat, axis=2)), np.abs(np.diff(flat, axis=1)).swapaxes(1, 2)
        steps = np.concatenate(across, axis=1)
        border = steps[..., CELL - 1]
        inside = np.delete(steps, CELL - 1, axis=2)
        return float(border.mean()), float(inside.mean())
