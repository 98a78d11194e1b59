"""The integer twin of the entropy model, vectorised over pictures.

Everything that decides a symbol: features, hidden layer, scale class, mean. All
arithmetic is on integers; convolutions run in floating point only where every
partial sum is exact.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from .contexts import AROUND, CAUSAL, DC_GROUPS, MEAN_GROUPS
from .layout import SIZES, STARTS
from .tables import CLASSES, FINE
from .transforms import ANCHORS

Ints = npt.NDArray[np.int64]
Tensors = dict[str, npt.NDArray[np.generic]]

SEGMENT = 64
QUALITIES = SEGMENT * (ANCHORS - 1) + 1
LUT = np.round(8 * np.log2(1 + np.arange(64))).astype(np.int64)
SIGNED_LIMIT, LINEAR_LIMIT, VALUE_LIMIT = 8 * FINE, 64 * FINE, 1 << 21
HIDDEN_SHIFT, HIDDEN_LIMIT = 5, 32767
CLASS_SHIFT, MEAN_SHIFT = 19, 14
OWN = [(-1, -1), (-1, 0), (-1, 1), (0, -1)]
"""Own-group neighbours of the later groups."""


def _exact_product(x: Ints, weight: Ints) -> Ints:
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


def _convolve(x: Ints, weight: Ints, largest: int) -> Ints:
    """3×3 (or 1×1) convolution, zero border, exact. weight: kh, kw, cin, cout."""
    bound = largest * np.abs(weight).sum(axis=(0, 1, 2)).max()
    kind = torch.float32 if bound < 1 << 24 else torch.float64
    kernel = torch.tensor(weight.transpose(3, 2, 0, 1).copy(), dtype=kind)
    out = F.conv2d(torch.tensor(x, dtype=kind), kernel, padding=weight.shape[0] // 2)
    return out.numpy().astype(np.int64)


def _offsets(planes: Ints, offsets: list[tuple[int, int]]) -> Ints:
    """Neighbours by offset, zero outside: batch × offsets × channels × h × w."""
    height, width = planes.shape[2:]
    padded = np.pad(planes, ((0, 0), (0, 0), (2, 2), (2, 2)))
    views = [
        padded[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]
        for dy, dx in offsets
    ]
    return np.stack(views, axis=1)


class IntegerModel:
    """Reads the tensors of a pack; finds classes and means."""

    def __init__(self, tensors: Tensors) -> None:
        self.weights = {
            k: v.astype(np.int64) for k, v in tensors.items() if k.startswith("ctx.")
        }

    def get(self, group: int, name: str) -> Ints | None:
        """A tensor of a group, if it has it."""
        return self.weights.get(f"ctx.{group}.{name}")

    def need(self, group: int, name: str) -> Ints:
        """A tensor that the group must have."""
        return self.weights[f"ctx.{group}.{name}"]

    def interpolated(self, group: int, name: str, quality: int) -> Ints:
        """A bias at a quality index."""
        anchor = min(quality // SEGMENT, ANCHORS - 2)
        f = quality - SEGMENT * anchor
        rows = self.need(group, name)
        return (rows[anchor] * (SEGMENT - f) + rows[anchor + 1] * f) >> 6

    def slopes(self, group: int, past: Ints) -> Ints | None:
        """Neighbour minus centre of the decoded DC channels."""
        count = min(STARTS[group], STARTS[DC_GROUPS])
        if count == 0:
            return None
        dc = past[:, :count]
        padded = np.pad(dc, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
        height, width = dc.shape[2:]
        views = [
            padded[:, :, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] - dc
            for dy, dx in AROUND
        ]
        stacked = np.stack(views, axis=2)
        return stacked.reshape(len(dc), count * len(AROUND), height, width)

    def dense(self, group: int, past: Ints, quality: int) -> tuple[Ints, Ints]:
        """What earlier groups give: hidden sums, and the mean's linear part."""
        count, _, height, width = past.shape
        bias = self.interpolated(group, "hiddenBias", quality)
        total = np.broadcast_to(
            bias[None, :, None, None], (count, len(bias), height, width)
        ).copy()
        window = self.get(group, "window")
        if window is not None:
            first, last = STARTS[DC_GROUPS], STARTS[min(group, MEAN_GROUPS)]
            features = [magnitude(past)]
            if last > first:
                features.append(signed(past[:, first:last]))
            total += _convolve(np.concatenate(features, axis=1), window, FINE)
        mean = np.zeros((count, SIZES[group], height, width), dtype=np.int64)
        slopes = self.slopes(group, past)
        if slopes is not None:
            features = [signed(slopes), magnitude(slopes)]
            weight = self.need(group, "slopes")[None, None]
            total += _convolve(np.concatenate(features, axis=1), weight, FINE)
            if group < MEAN_GROUPS:
                near = len(CAUSAL) * SIZES[group]
                weight = self.need(group, "linear")[near:][None, None]
                mean += _convolve(linear(slopes), weight, LINEAR_LIMIT)
        return total, mean

    def later_classes(self, group: int, total: Ints, own: Ints, quality: int) -> Ints:
        """Classes of a group without mean, given its own values."""
        magnitudes = magnitude(own)
        weight = self.need(group, "own")
        kernel = np.zeros((3, 3, *weight.shape[1:]), dtype=np.int64)
        for place, (dy, dx) in enumerate(OWN):
            kernel[1 + dy, 1 + dx] = weight[place]
        total = total + _convolve(magnitudes, kernel, FINE)
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        z = np.einsum("bjyx,ji->biyx", hidden.astype(np.float64),
                      self.need(group, "leave").astype(np.float64), optimize=True)
        z = z.astype(np.int64) + self.interpolated(group, "bias", quality)[
            None, :, None, None
        ]
        near = _offsets(magnitudes, CAUSAL)
        z += (near * self.need(group, "same")[None, :, :, None, None]).sum(axis=1)
        return self.to_class(z)

    def later_model(self, group: int, near: Ints, total: Ints, quality: int) -> Ints:
        """Classes of positions of a group without mean; see `near_model`."""
        magnitudes = magnitude(near)
        own = magnitudes[:, [CAUSAL.index(o) for o in OWN]].reshape(len(near), -1)
        weight = self.need(group, "own").reshape(own.shape[1], -1)
        total = total + _exact_product(own, weight)
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        z = _exact_product(hidden, self.need(group, "leave"))
        z += self.interpolated(group, "bias", quality)
        z += (magnitudes * self.need(group, "same")[None]).sum(axis=1)
        return self.to_class(z)

    @staticmethod
    def to_class(z: Ints) -> Ints:
        """Fixed-point class number to a class."""
        return np.clip((z + (1 << (CLASS_SHIFT - 1))) >> CLASS_SHIFT, 0, CLASSES - 1)

    def near_model(
        self, group: int, near: Ints, inside: Ints, total: Ints, mean: Ints, quality: int
    ) -> tuple[Ints, Ints]:
        """Class and mean of positions of a group with mean.

        ``near``: positions × 12 × size raw neighbour values; ``inside`` positions
        × 12; ``total`` positions × hidden; ``mean`` positions × size.
        """
        places, _, size = near.shape
        if group < DC_GROUPS:
            up, left = CAUSAL.index((-1, 0)), CAUSAL.index((0, -1))
            both = (inside[:, up] & inside[:, left])[:, None]
            base = near[:, up] + near[:, left]
            base = np.where(both == 1, base >> 1, base)
        else:
            base = np.zeros((places, size), dtype=np.int64)
        d = (near - base[:, None]) * inside[:, :, None]
        flat = d.reshape(places, -1)
        features = np.concatenate([signed(flat), magnitude(flat)], axis=1)
        total = total + _exact_product(features, self.need(group, "near"))
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        out = _exact_product(hidden, self.need(group, "leave"))
        out += self.interpolated(group, "bias", quality)
        z = out[:, :size]
        if group >= DC_GROUPS:
            z = z + (magnitude(near) * self.need(group, "same")[None]).sum(axis=1)
        weight = self.need(group, "linear")[: flat.shape[1]]
        m = out[:, size:] + mean + _exact_product(linear(flat), weight)
        return self.to_class(z), base + ((m + (1 << (MEAN_SHIFT - 1))) >> MEAN_SHIFT)
