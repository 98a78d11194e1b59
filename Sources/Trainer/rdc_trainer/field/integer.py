"""The integer twin of the entropy model, vectorised over places.

Everything that decides a symbol: features, hidden layer, scale class, mean, flag, and
the means of blocks. All arithmetic is on integers; products run in floating point only
where every partial sum is exact.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from .contexts import AROUND, CAUSAL, SLOPED
from .integer_tensors import (
    CLASS_SHIFT,
    LUT,
    MATRIX_SHIFT,
    MEAN_SHIFT,
    OWN,
    SEGMENT,
    Tensors,
)
from .layout import COARSE, LAYOUTS, Layout, zigzag
from .tables import CLASSES, FINE, FLAG_CLASSES
from .transforms import ANCHORS

Ints = npt.NDArray[np.int64]

SIGNED_LIMIT, LINEAR_LIMIT, VALUE_LIMIT = 8 * FINE, 64 * FINE, 1 << 21
HIDDEN_SHIFT, HIDDEN_LIMIT = 5, 32767
MEAN_LIMIT = 1 << 20
"""Largest coefficient of the means, in 1/16 of the picture's unit."""


def exact_product(x: Ints, weight: Ints) -> Ints:
    """A matrix product; every partial sum is below 2^53."""
    return (x.astype(np.float64) @ weight.astype(np.float64)).astype(np.int64)


def magnitude(values: Ints) -> Ints:
    """mag(v) of the specification."""
    return LUT[np.minimum((np.abs(values) + FINE // 2) >> 6, 63)]


def signed(values: Ints) -> Ints:
    """sig(v) of the specification."""
    return np.clip(values, -SIGNED_LIMIT, SIGNED_LIMIT) >> 3


def linear(values: Ints) -> Ints:
    """lin(v) of the specification."""
    return np.clip(values, -LINEAR_LIMIT, LINEAR_LIMIT)


def convolve(x: Ints, weight: Ints, largest: int) -> Ints:
    """3×3 (or 1×1) convolution, zero border, exact. weight: kh, kw, cin, cout."""
    bound = largest * np.abs(weight).sum(axis=(0, 1, 2)).max()
    kind = torch.float32 if bound < 1 << 24 else torch.float64
    kernel = torch.tensor(weight.transpose(3, 2, 0, 1).copy(), dtype=kind)
    out = F.conv2d(torch.tensor(x, dtype=kind), kernel, padding=weight.shape[0] // 2)
    return out.numpy().astype(np.int64)


def slope_planes(planes: Ints) -> Ints:
    """Neighbour (the nearest inside) minus centre: batch × planes·8 × h × w."""
    count, channels, height, width = planes.shape
    padded = np.pad(planes, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    views = [
        padded[:, :, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] - planes
        for dy, dx in AROUND
    ]
    return np.stack(views, axis=2).reshape(count, channels * 8, height, width)


def block_means(values: Ints, quality: Ints, tensors: Tensors) -> Ints:
    """Means of blocks in 1/16 of the picture's unit from coarse values in 1/64 step.

    ``values``: batch × 48 × cells; ``quality``: batch × cells; → batch × 3 × blocks.
    """
    half = 1 << (MATRIX_SHIFT - 1)
    unit = tensors["coarseUnit"].astype(np.int64)[quality].transpose(0, 3, 1, 2)
    scaled = np.clip((values * unit + (1 << 11)) >> 12, -MEAN_LIMIT, MEAN_LIMIT)
    count, _, rows, columns = values.shape
    side = COARSE.block
    grid = np.zeros((count, 3, rows, columns, side, side), dtype=np.int64)
    cells = zigzag(side)
    for place, (component, z) in enumerate(COARSE.order):
        grid[:, component, :, :, cells[z][0], cells[z][1]] = scaled[:, place]
    dct = tensors["coarseDCT"].astype(np.int64)
    grid = (np.einsum("vy,bcijvu->bcijyu", dct, grid) + half) >> MATRIX_SHIFT
    grid = (np.einsum("ux,bcijyu->bcijyx", dct, grid) + half) >> MATRIX_SHIFT
    planes = grid.transpose(0, 1, 2, 4, 3, 5).reshape(
        count, 3, rows * side, columns * side
    )
    post = tensors["coarsePost"].astype(np.int64)
    for edge in range(side, rows * side, side):
        part = planes[:, :, edge - 2 : edge + 2]
        planes[:, :, edge - 2 : edge + 2] = (
            np.einsum("ab,ncbx->ncax", post, part) + half
        ) >> MATRIX_SHIFT
    for edge in range(side, columns * side, side):
        part = planes[:, :, :, edge - 2 : edge + 2]
        planes[:, :, :, edge - 2 : edge + 2] = (
            np.einsum("ab,ncxb->ncxa", post, part) + half
        ) >> MATRIX_SHIFT
    return planes


class GroupModel:
    """One group: classes, means and flags from neighbours."""

    def __init__(self, layout: Layout, group: int, tensors: Tensors) -> None:
        self.size = layout.sizes[group]
        self.earlier = len(layout.given) + layout.starts[group]
        self.is_reference = group < layout.references
        self.has_mean = group < layout.means
        start = len(layout.given) + layout.starts[layout.references]
        self.low = slice(
            start,
            max(start, len(layout.given) + layout.starts[min(group, layout.means)]),
        )
        """Earlier channels whose signed values are in the window, too."""
        prefix = f"ctx.{layout.name}.{group}."
        self.weights = {
            name.removeprefix(prefix): value.astype(np.int64)
            for name, value in tensors.items()
            if name.startswith(prefix)
        }

    def interpolated(self, name: str, quality: Ints) -> Ints:
        """Biases at quality indices of any shape; the last axis is theirs."""
        anchor = np.minimum(quality // SEGMENT, ANCHORS - 2)
        f = (quality - SEGMENT * anchor)[..., None]
        rows = self.weights[name].reshape(ANCHORS, -1)
        return (rows[anchor] * (SEGMENT - f) + rows[anchor + 1] * f) >> 6

    def dense(self, past: Ints, slopes: Ints | None, quality: Ints) -> tuple[Ints, Ints]:
        """What earlier groups give: hidden sums, and the mean's linear part.

        ``past``: batch × earlier × h × w; ``quality``: batch × h × w.
        """
        count, _, height, width = past.shape
        total = self.interpolated("hiddenBias", quality).transpose(0, 3, 1, 2)
        if "window" in self.weights:
            features = [magnitude(past)]
            if self.low.stop > self.low.start:
                features.append(signed(past[:, self.low]))
            total = total + convolve(
                np.concatenate(features, axis=1), self.weights["window"], FINE
            )
        mean = np.zeros((count, self.size, height, width), dtype=np.int64)
        if slopes is not None:
            features = [signed(slopes), magnitude(slopes)]
            weight = self.weights["slopes"][None, None]
            total = total + convolve(np.concatenate(features, axis=1), weight, FINE)
            if self.has_mean:
                near = len(CAUSAL) * self.size
                weight = self.weights["linear"][near:][None, None]
                mean += convolve(linear(slopes), weight, LINEAR_LIMIT)
        return total, mean

    def at(
        self, near: Ints, inside: Ints, total: Ints, mean: Ints, quality: Ints
    ) -> tuple[Ints, Ints, Ints | None]:
        """Classes, means and flag classes of places.

        ``near``: places × 12 × size; ``inside``: places × 12; ``total``: places ×
        hidden; ``mean``: places × size; ``quality``: places.
        """
        base = np.zeros((len(near), self.size), dtype=np.int64)
        if self.is_reference:
            up, left = CAUSAL.index((-1, 0)), CAUSAL.index((0, -1))
            both = (inside[:, up] & inside[:, left])[:, None]
            base = near[:, up] + near[:, left]
            base = np.where(both == 1, base >> 1, base)
        if self.has_mean:
            flat = ((near - base[:, None]) * inside[:, :, None]).reshape(len(near), -1)
            features = np.concatenate([signed(flat), magnitude(flat)], axis=1)
            total = total + exact_product(features, self.weights["near"])
        else:
            own = magnitude(near[:, [CAUSAL.index(o) for o in OWN]])
            weight = self.weights["own"].reshape(len(OWN) * self.size, -1)
            total = total + exact_product(own.reshape(len(near), -1), weight)
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        out = exact_product(hidden, self.weights["leave"])
        out += self.interpolated("bias", quality)
        z, flag = out[:, : self.size], None
        if not self.is_reference:
            sizes = magnitude(near)
            z = z + (sizes * self.weights["same"][None]).sum(axis=1)
            logit = exact_product(hidden, self.weights["flag"][:, None])[:, 0]
            logit += self.interpolated("flagBias", quality)[:, 0]
            active = (sizes > 0).any(axis=2)
            logit += (active * self.weights["flagSame"][None]).sum(axis=1)
            flag = to_class(logit, FLAG_CLASSES)
        classes = to_class(z, CLASSES)
        if not self.has_mean:
            return classes, base, flag
        m = out[:, self.size :] + mean
        m += exact_product(linear(flat), self.weights["linear"][: flat.shape[1]])
        return classes, base + ((m + (1 << (MEAN_SHIFT - 1))) >> MEAN_SHIFT), flag


def to_class(z: Ints, classes: int) -> Ints:
    """Fixed-point class number to a class."""
    return np.clip((z + (1 << (CLASS_SHIFT - 1))) >> CLASS_SHIFT, 0, classes - 1)


class IntegerModel:
    """Reads the tensors of a pack."""

    def __init__(self, tensors: Tensors) -> None:
        self.tensors = tensors
        self.groups = {
            layout.name: [
                GroupModel(layout, g, tensors) for g in range(len(layout.groups))
            ]
            for layout in LAYOUTS
        }

    def means(self, coarse: Ints, quality: Ints) -> Ints:
        """See `block_means`."""
        return block_means(coarse, quality, self.tensors)

    def given(self, means: Ints, quality: Ints) -> tuple[Ints, Ints]:
        """The given channels of the fine scale and their slopes, in 1/64 of a unit.

        ``quality``: batch × blocks.
        """
        unit = self.tensors["meanUnit"].astype(np.int64)[quality].transpose(0, 3, 1, 2)
        around = slope_planes(means)
        wide = np.repeat(unit, len(AROUND), axis=1)
        return (means * unit + (1 << 15)) >> 16, (around * wide + (1 << 15)) >> 16

    def slopes(self, layout: Layout, group: int, past: Ints) -> Ints | None:
        """Slopes of the leading channels that earlier coarse groups told."""
        count = min(layout.starts[group], SLOPED)
        return slope_planes(past[:, :count]) if count else None

