"""The layer kinds that the Swift inference knows, as PyTorch modules.

Pictures are NCHW here and NHWC in a pack; `Flatten`, `Reshape` and
`DepthToSpace` order their values as NHWC does, so that a weight matrix means
the same on both sides.
"""

from __future__ import annotations

import torch
from torch import nn


class Flatten(nn.Module):
    """NCHW → [N, H·W·C], channels last."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


class Reshape(nn.Module):
    """[N, H·W·C], channels last → NCHW."""

    def __init__(self, height: int, width: int, channels: int):
        super().__init__()
        self.shape = (height, width, channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.view(len(x), *self.shape).permute(0, 3, 1, 2)


class DepthToSpace(nn.Module):
    """Channels (by, bx, c) of one place become a block of b×b places."""

    def __init__(self, block: int):
        super().__init__()
        self.block = block

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        n, c, h, w = x.shape
        b = self.block
        # By way of NHWC: convolutions before and after run faster that way.
        x = x.permute(0, 2, 3, 1).reshape(n, h, w, b, b, c // (b * b))
        x = x.transpose(2, 3).reshape(n, h * b, w * b, c // (b * b))
        return x.permute(0, 3, 1, 2)


class Clamp(nn.Module):
    """Limits values to [low, high]."""

    def __init__(self, low: float, high: float):
        super().__init__()
        self.low, self.high = low, high

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.clamp(self.low, self.high)
