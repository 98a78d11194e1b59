"""Distances of deep features, in the forms of LPIPS and DISTS, without learned weights."""

from __future__ import annotations

import torch

from ..pictures import Pixels
from . import lite1

STABILIZER = 1e-6
"""DISTS' c1 and c2."""

CHUNK = 1 << 18
"""Numbers of a layer that are multiplied at a time: few enough for a processor's cache."""


def products(a: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Of two layers [places, channels]: inner product at each place, mean of each channel's."""
    rows = max(1, CHUNK // a.shape[1])
    inner, total = [], torch.zeros(a.shape[1], dtype=torch.float64)
    for x, y in zip(a.split(rows), b.split(rows)):
        product = x * y
        inner.append(product.sum(1))
        total += product.sum(0)
    return torch.cat(inner), total / len(a)


class Layer:
    """Features of one resolution, with what both distances need of them."""

    def __init__(self, features: torch.Tensor) -> None:
        self.features = features
        squares, mean_squares = products(features, features)
        self.lengths = squares.sqrt()
        self.means = features.mean(0, dtype=torch.float64)
        self.variances = mean_squares - self.means.square()


class Layers:
    """A picture: its samples, with which DISTS begins, and its features."""

    def __init__(self, pixels: Pixels) -> None:
        samples = torch.from_numpy(pixels.copy()).flatten(0, 1) / 255
        self.all = [Layer(layer) for layer in (samples, *lite1.features(pixels))]


def lpips_term(a: Layer, b: Layer, inner: torch.Tensor) -> float:
    """Squared differences of features at length one: 2 − 2·cosine, mean over places.

    A place without any feature has no direction: it is nothing to another such place,
    and one to all others.
    """
    lengths = a.lengths * b.lengths
    both = 2 - 2 * inner / lengths.clamp(min=1e-20)
    empty = (a.lengths > 0).float() + (b.lengths > 0).float()
    return float(torch.where(lengths > 0, both, empty).mean())


def dists_term(a: Layer, b: Layer, cross: torch.Tensor) -> float:
    """Mean over channels of texture l and structure s, 1 for equal layers."""
    texture = (2 * a.means * b.means + STABILIZER) / (
        a.means.square() + b.means.square() + STABILIZER
    )
    structure = (2 * (cross - a.means * b.means) + STABILIZER) / (
        a.variances + b.variances + STABILIZER
    )
    return float((texture + structure).mean()) / 2


def distances(a: Layers, b: Layers) -> tuple[float, float]:
    """LPIPS' and DISTS' forms; 0 is the original.

    Zhang et al. 2018, eq. 1, all weights one: the sum over the network's layers. Ding et
    al. 2020, eqs. 4 to 6, all weights equal: one minus the mean over samples and layers.
    """
    lpips, similarity = 0.0, 0.0
    for number, (x, y) in enumerate(zip(a.all, b.all)):
        inner, cross = products(x.features, y.features)
        similarity += dists_term(x, y, cross) / len(a.all)
        if number:
            lpips += lpips_term(x, y, inner)
    return lpips, 1 - similarity
