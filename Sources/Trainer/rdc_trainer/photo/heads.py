"""Heads that are trained on the frozen encoder."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layout import CODED
from .model import Shape
from .transforms import Synthesis, hats, lrelu, nominal_step


class PerceptualSynthesis(Synthesis):
    """The synthesis with noise at an eighth and at half resolution."""

    coarse_noise = 8
    fine_noise = 4

    def __init__(self, width: int, blocks: int, fine: int) -> None:
        super().__init__(width, blocks, fine)
        self.trunk.enter = nn.Conv2d(CODED + self.coarse_noise, width, 1)
        self.fine_in = nn.Conv2d(12 + self.fine_noise, fine, 3, padding=1)

    @staticmethod
    def from_distortion(model: Synthesis, shape: Shape) -> PerceptualSynthesis:
        """A copy of the distortion head; noise enters with small weights."""
        head = PerceptualSynthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.fine_width
        )
        state = dict(model.state_dict())
        for key, extra in (
            ("trunk.enter.weight", head.coarse_noise),
            ("fine_in.weight", head.fine_noise),
        ):
            old = state[key]
            new = 0.05 * torch.randn(old.shape[0], extra, *old.shape[2:])
            state[key] = torch.cat([old, new], dim=1)
        head.load_state_dict(state)
        return head

    def with_noise(
        self, latents: Tensor, quality: Tensor, coarse: Tensor, fine: Tensor
    ) -> Tensor:
        """The picture for one draw of the noise."""
        step = nominal_step(quality)[:, None, None, None]
        weights = hats(quality)
        h = self.trunk(torch.cat([latents, coarse], dim=1), weights) * step
        picture = self.to_picture(latents, h)
        s = torch.cat([F.pixel_unshuffle(picture, 2), fine], dim=1)
        s = lrelu(self.fine_film(self.fine_in(s), weights))
        s = self.fine_out(lrelu(self.fine_mid(s)))
        return picture + F.pixel_shuffle(s * (step / 16), 2)

    def forward(self, latents: Tensor, quality: Tensor) -> Tensor:
        count, _, height, width = latents.shape
        coarse = torch.randn(count, self.coarse_noise, height, width)
        fine = torch.randn(count, self.fine_noise, 4 * height, 4 * width)
        return self.with_noise(latents, quality, coarse, fine)
