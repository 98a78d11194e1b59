"""Sliced Wasserstein distance between patch distributions, local and differentiable.

Patches of 7×7×3 samples, mean removed, are projected on random unit vectors; in
every tile of the picture the sorted projections of both pictures are compared
(Wasserstein-2 in one dimension). Small tiles ask for the texture where it is,
so that skin does not receive the grain of the wall beside it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

PATCH = 7


def projections(count: int) -> Tensor:
    """Random filters (count × 3 × 7 × 7) of unit norm without a mean."""
    filters = torch.randn(count, 3, PATCH, PATCH)
    filters = filters - filters.mean(dim=(1, 2, 3), keepdim=True)
    return filters / filters.flatten(1).norm(dim=1)[:, None, None, None]


def tiles(features: Tensor, side: int) -> Tensor:
    """batch × count × h × w → batch × count × tiles × side²."""
    height = features.shape[2] // side * side
    width = features.shape[3] // side * side
    cut = features[:, :, :height, :width]
    cells = cut.unfold(2, side, side).unfold(3, side, side)
    return cells.flatten(4).flatten(2, 3)


def distance(
    a: Tensor, b: Tensor, filters: Tensor, scales: int = 3, side: int = 24
) -> Tensor:
    """Mean squared W2 of a batch of pictures: one value a picture.

    In units of the samples squared; the mean over scales (each half the size of
    the one before), projections and tiles.
    """
    total = a.new_zeros(len(a))
    for scale in range(scales):
        if scale > 0:
            a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
        fa, fb = F.conv2d(a, filters), F.conv2d(b, filters)
        span = min(side, fa.shape[2], fa.shape[3])
        sa = tiles(fa, span).sort(dim=-1).values
        sb = tiles(fb, span).sort(dim=-1).values
        total = total + (sa - sb).square().mean(dim=(1, 2, 3))
    return total / scales


@torch.no_grad()
def yardstick(a: Tensor, b: Tensor, count: int = 64, seed: int = 12345) -> float:
    """The measure of the issue: whole pictures, full and half size."""
    generator = torch.Generator().manual_seed(seed)
    filters = torch.randn(count, 3, PATCH, PATCH, generator=generator)
    filters = filters - filters.mean(dim=(1, 2, 3), keepdim=True)
    filters = filters / filters.flatten(1).norm(dim=1)[:, None, None, None]
    total = 0.0
    for scale in range(2):
        if scale > 0:
            a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
        sa = F.conv2d(a, filters).flatten(2).sort(dim=-1).values
        sb = F.conv2d(b, filters).flatten(2).sort(dim=-1).values
        total += float((sa - sb).square().mean())
    return total / 2
