"""What eyes mind, as losses: SSIMULACRA2's sum of errors, and lattices in flat places."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from ssimulacra2 import ssimulacra2 as package
from torch import Tensor

from ..photo_benchmark.ssimulacra import compared, scales

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
    with torch.autocast(picture.device.type, enabled=False):
        rows = []
        pairs = zip(scales(linear_light(original.float())), scales(linear_light(picture.float())))
        for a, b in pairs:
            parts = compared(a, b)
            rows.append(torch.stack(parts, dim=2))  # plane × norm × kind
        found = torch.stack(rows, dim=1).flatten()
        weights = torch.as_tensor(package.weights).float().view(3, package.kNumScales, -1)
        weights = weights[:, : len(rows)].flatten()
        error = (weights * found).sum() * 0.9562382616834844
        # The package's last polynomial, and its power.
        error = error * (
            2.326765642916932 + error * (-0.020884521182843837 + error * 6.248496625763138e-05)
        )
        return error.clamp(min=1e-3) ** 0.6276336467831387 / 10


def lattice(picture: Tensor, original: Tensor, side: int) -> Tensor:
    """By how much steps of luma across borders of ``side`` pixels exceed the steps
    inside, in flat places: zero where no lattice is, one number for the batch.

    Pictures are batch × 3 × height × width, and begin at a border.
    """
    with torch.autocast(picture.device.type, enabled=False):
        weights = torch.tensor(LUMA)[None, :, None, None]
        shown, true = (F.conv2d(x.float(), weights) for x in (picture, original))
        mean, square = F.avg_pool2d(true, 16, 8), F.avg_pool2d(true.square(), 16, 8)
        flat = (square - mean.square() < FLAT**2).float()
        border = inside = torch.zeros(())
        for transposed in (False, True):
            x, mask = (t.transpose(2, 3) if transposed else t for t in (shown, flat))
            # 16 rows of the mask's window, whose middle is a border of 8.
            windows = x.unfold(2, 16, 8).unfold(3, 16, 8)
            steps = (windows[..., 1:, :] - windows[..., :-1, :]).abs().mean(dim=5) * mask[..., None]
            place = torch.arange(1, 16) % side == 0
            border = border + steps[..., place].mean(dim=4).sum()
            inside = inside + steps[..., ~place].mean(dim=4).sum()
        return F.relu((border + 1e-3) / (inside + 1e-3) - 1)
