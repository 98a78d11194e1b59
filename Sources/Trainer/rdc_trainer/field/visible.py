"""What eyes mind, as losses: SSIMULACRA2's sum of errors, and lattices in flat places."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from ssimulacra2 import ssimulacra2 as package
from torch import Tensor

from ..photo_benchmark.ssimulacra import compared, scales
from .device import exact

LUMA = (0.299, 0.587, 0.114)
FLAT = 3.0
"""Gray levels of luma's deviation below which a window is flat."""


def linear_light(picture: Tensor) -> Tensor:
    """Of sRGB samples in −128 … 127."""
    x = ((picture + 128) / 255).clamp(0, 1)
    high = ((x.clamp(min=0.04045) + 0.055) / 1.055) ** 2.4
    return torch.where(x <= 0.04045, x / 12.92, high)


def ssimulacra_loss(picture: Tensor, original: Tensor) -> Tensor:
    """(100 − score) / 100 of one picture, 3 × height × width in −128 … 127."""
    with exact(picture):
        rows = []
        pairs = zip(scales(linear_light(original.float())), scales(linear_light(picture.float())))
        for a, b in pairs:
            parts = compared(a, b)
            rows.append(torch.stack(parts, dim=2))  # plane × norm × kind
        found = torch.stack(rows, dim=1).flatten()
        weights = torch.as_tensor(package.weights).float().view(3, package.kNumScales, -1)
        weights = weights[:, : len(rows)].flatten().to(found.device)
        error = (weights * found).sum() * 0.9562382616834844
        # The package's last polynomial, and its power.
        error = error * (
            2.326765642916932 + error * (-0.020884521182843837 + error * 6.248496625763138e-05)
        )
        return error.clamp(min=1e-3) ** 0.6276336467831387 / 10


GRIDS = ((8, 0), (4, 0), (4, 2), (2, 0), (2, 1))
"""Periods and phases of the lattices that upsampling in several steps may leave."""

UNSEEN = 0.2
"""Gray levels of a step that nobody sees."""


def lattices(picture: Tensor, original: Tensor) -> Tensor:
    """By how much, in flat places, steps of luma at the places of each of `GRIDS` exceed
    the other steps, and all steps together those of the original: zero where neither
    lattice nor grain is, one number for the batch.

    Pictures are batch × 3 × height × width, and begin at a border of blocks.
    """
    with exact(picture):
        weights = torch.tensor(LUMA, device=picture.device)[None, :, None, None]
        shown, true = (F.conv2d(x.float(), weights) for x in (picture, original))
        mean, square = F.avg_pool2d(true, 16, 8), F.avg_pool2d(true.square(), 16, 8)
        flat = (square - mean.square() < FLAT**2).float()
        steps, wanted = _steps(shown, flat), _steps(true, flat)
        excess = F.relu((steps.mean() + UNSEEN) / (wanted.mean() + UNSEEN) - 1)
        for period, phase in GRIDS:
            there = [place for place in range(15) if (place + 1) % period == phase]
            others = [place for place in range(15) if place not in there]
            ratio = (_mean(steps, there) + UNSEEN) / (_mean(steps, others) + UNSEEN)
            excess = excess + F.relu(ratio - 1)
        return excess * flat.mean().sqrt()


def _mean(steps: Tensor, places: list[int]) -> Tensor:
    """Of the steps at these places."""
    return steps[torch.tensor(places, device=steps.device)].mean()


def _steps(luma: Tensor, mask: Tensor) -> Tensor:
    """Means of the 15 steps in windows of 16×16 around borders of 8, down and across,
    in gray levels."""
    sums = luma.new_zeros(15)
    for x, chosen in ((luma, mask), (luma.transpose(2, 3), mask.transpose(2, 3))):
        windows = x.unfold(2, 16, 8).unfold(3, 16, 8)
        steps = (windows[..., 1:, :] - windows[..., :-1, :]).abs().mean(dim=5)
        sums = sums + (steps * chosen[..., None]).sum(dim=(0, 1, 2, 3))
    return sums / (2 * mask.sum() + 1)
