"""Heads beside the distortion head: the same synthesis, and what they are told more."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .transforms import BLOCK, Renderer, Synthesis, lrelu

COARSE_NOISE, FINE_NOISE = 8, 4
"""Channels of noise a block, and a patch of 4×4."""


class PerceptualRenderer(Renderer):
    """Draws texture from noise, where and as strongly as the trunk says."""

    def __init__(self, trunk: int, features: int, width: int, blocks: int) -> None:
        super().__init__(trunk, features, width, blocks)
        self.strength = nn.Conv2d(trunk, 4 * FINE_NOISE, 1)
        self.draw = nn.Conv2d(FINE_NOISE, width, 3, padding=1)
        with torch.no_grad():
            self.strength.bias.fill_(0.1)
            self.draw.weight.mul_(0.3)

    def drawn(self, picture: Tensor, trunk: Tensor, scale: Tensor, noise: Tensor) -> Tensor:
        """`forward`, with ``noise`` on the 1/4 grid."""
        told = F.pixel_shuffle(self.tell(trunk), 2)
        x = self.enter(torch.cat([F.pixel_unshuffle(picture, 4).to(told.dtype), told], 1))
        x = x + self.draw(noise * F.pixel_shuffle(self.strength(trunk), 2))
        for block in self.blocks:
            x = block(x)
        out = F.pixel_shuffle(self.leave(lrelu(x)).float(), 4)
        return picture + out * F.interpolate(scale, scale_factor=float(BLOCK), mode="nearest")


class PerceptualSynthesis(Synthesis):
    """Reads two fields of noise of the shared seed beside the latents."""

    def __init__(
        self, width: int, blocks: int, separable: int, fine: int, fine_blocks: int
    ) -> None:
        super().__init__(width, blocks, separable, fine, fine_blocks)
        self.noise = nn.Conv2d(COARSE_NOISE, width, 1)
        self.renderer = PerceptualRenderer(width, 32, fine, fine_blocks)
        with torch.no_grad():
            self.noise.weight.mul_(0.1)
            self.noise.bias.zero_()

    def forward(
        self, latents: Tensor, coarse: Tensor, weights: Tensor, cells: Tensor, step: Tensor,
        noise: tuple[Tensor, Tensor] | None = None,
    ) -> Tensor:  # fmt: skip
        """``noise``: normal numbers, batch × COARSE_NOISE × blocks and batch ×
        FINE_NOISE × patches; drawn anew where absent."""
        count, _, rows, columns = latents.shape
        wide, fine = noise or (
            torch.randn(count, COARSE_NOISE, rows, columns, device=latents.device),
            torch.randn(count, FINE_NOISE, 2 * rows, 2 * columns, device=latents.device),
        )
        trunk = self.trunk(latents, weights, self.wide(coarse, cells) + self.noise(wide))
        picture = self.linear(latents, trunk, step)
        return self.renderer.drawn(picture, trunk, step / 16, fine)
