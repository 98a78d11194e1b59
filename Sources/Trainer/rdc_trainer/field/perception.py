"""How far two pictures are apart for eyes, as far as trained features tell.

Forms of LPIPS (Zhang et al. 2018, eq. 1, all weights one) and DISTS (Ding et al. 2020,
eqs. 4 to 6), the latter in windows, so that texture has to be where it was.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

STABILIZER = 1e-4

STATISTICS = 3.0
"""Weight of the form of DISTS."""


def lpips_form(a: Tensor, b: Tensor) -> Tensor:
    """2 − 2·cosine of each place, mean over places: one number a picture."""
    return 2 - 2 * F.cosine_similarity(a, b, dim=1, eps=1e-3).mean(dim=(1, 2))


def dists_form(a: Tensor, b: Tensor, window: int) -> Tensor:
    """1 − texture and structure in windows, mean over windows and channels."""
    window = min(window, a.shape[2])

    def pooled(x: Tensor) -> Tensor:
        return F.avg_pool2d(x, window, window)

    ma, mb = pooled(a), pooled(b)
    va, vb = pooled(a * a) - ma * ma, pooled(b * b) - mb * mb
    cross = pooled(a * b) - ma * mb
    texture = (2 * ma * mb + STABILIZER) / (ma * ma + mb * mb + STABILIZER)
    structure = (2 * cross + STABILIZER) / (va + vb + STABILIZER).clamp(min=STABILIZER)
    return 1 - (texture + structure).mean(dim=(1, 2, 3)) / 2


def distance(originals: list[Tensor], pictures: list[Tensor]) -> Tensor:
    """The sum that the perceptual head is trained for: one number a picture."""
    total = torch.zeros(len(pictures[0]), device=pictures[0].device)
    for level, (a, b) in enumerate(zip(originals, pictures)):
        total = total + lpips_form(a, b).float()
        total = total + STATISTICS * dists_form(a.float(), b.float(), max(2, 64 >> level))
    return total
