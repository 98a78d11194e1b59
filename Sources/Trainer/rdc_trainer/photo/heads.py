"""Heads that are trained on the frozen encoder."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .classifiers import LABELS
from .layout import CODED
from .model import Shape
from .transforms import Film, Synthesis, hats, lrelu, nominal_step


class PerceptualSynthesis(Synthesis):
    """The synthesis with noise at an eighth and at half resolution.

    The trunk tells the refinement at half resolution how strong its noise shall
    be at every place, and hands it ``hints`` beside the picture.
    """

    coarse_noise = 8
    fine_noise = 4
    hints = 8
    wider = 8
    """Channels that its refinement has beyond the distortion head's."""

    def __init__(self, width: int, blocks: int, fine: int) -> None:
        super().__init__(width, blocks, fine)
        fine += self.wider
        self.trunk.enter = nn.Conv2d(CODED + self.coarse_noise, width, 1)
        self.up = nn.Conv2d(width, 16 * (self.fine_noise + self.hints), 1)
        inputs = 12 + self.hints + self.fine_noise
        self.fine_in = nn.Conv2d(inputs, fine, 3, padding=1)
        self.fine_film = Film(fine)
        self.fine_mid = nn.Conv2d(fine, fine, 3, padding=1)
        self.fine_out = nn.Conv2d(fine, 12, 3, padding=1)
        with torch.no_grad():
            self.up.weight.mul_(0.1)
            self.up.bias.zero_()[: 16 * self.fine_noise] = 1.0

    @staticmethod
    def from_distortion(model: Synthesis, shape: Shape) -> PerceptualSynthesis:
        """The distortion head, to which noise is added with small weights."""
        head = PerceptualSynthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.fine_width
        )
        state = head.state_dict()
        with torch.no_grad():
            state["trunk.enter.weight"].copy_(
                0.05 * torch.randn_like(state["trunk.enter.weight"])
            )
            # What the distortion head computes hears nothing of what is new.
            old = shape.fine_width
            state["fine_mid.weight"][:old, old:] = 0
            state["fine_out.weight"][:, old:] = 0
            state["fine_in.weight"][:old, 12:].mul_(0.3)
            state["fine_in.weight"][:, :12].mul_(1 / 32)
            for key, value in model.state_dict().items():
                state[key][tuple(slice(n) for n in value.shape)] = value
        head.load_state_dict(state)
        return head

    def with_noise(
        self, latents: Tensor, quality: Tensor, coarse: Tensor, fine: Tensor
    ) -> Tensor:
        """The picture for one draw of the noise."""
        step = nominal_step(quality)[:, None, None, None]
        weights = hats(quality)
        h = self.trunk(torch.cat([latents, coarse], dim=1), weights)
        picture = self.to_picture(latents, h * step)
        hints = F.pixel_shuffle(self.up(h), 4)
        strength, hints = hints[:, : self.fine_noise], hints[:, self.fine_noise :]
        s = torch.cat([F.pixel_unshuffle(picture, 2), hints, fine * strength], dim=1)
        s = lrelu(self.fine_film(self.fine_in(s), weights))
        s = self.fine_out(lrelu(self.fine_mid(s)))
        return picture + F.pixel_shuffle(s * (step / 16), 2)

    def forward(self, latents: Tensor, quality: Tensor) -> Tensor:
        count, _, height, width = latents.shape
        coarse = torch.randn(count, self.coarse_noise, height, width)
        fine = torch.randn(count, self.fine_noise, 4 * height, 4 * width)
        return self.with_noise(latents, quality, coarse, fine)


class LabelledSynthesis(Synthesis):
    """The synthesis that is told what the encoder's classifier saw in the picture.

    ``labels`` (batch × labels) has a 1 at that label, or zeros if the file says
    nothing. Each label is an offset behind both FiLMs.
    """

    def __init__(self, width: int, blocks: int, fine: int) -> None:
        super().__init__(width, blocks, fine)
        self.trunk_label = nn.Parameter(torch.zeros(len(LABELS), width))
        self.fine_label = nn.Parameter(torch.zeros(len(LABELS), fine))

    @staticmethod
    def from_distortion(model: Synthesis, shape: Shape) -> LabelledSynthesis:
        """A head of the same pictures, to which labels mean nothing yet."""
        head = LabelledSynthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.fine_width
        )
        head.load_state_dict(model.state_dict(), strict=False)
        return head

    def with_labels(self, latents: Tensor, quality: Tensor, labels: Tensor) -> Tensor:
        """The picture, read with labels."""
        step = nominal_step(quality)[:, None, None, None]
        weights = hats(quality)
        h = self.trunk.film(self.trunk.enter(latents), weights)
        h = h + (labels @ self.trunk_label)[:, :, None, None]
        picture = self.to_picture(latents, self.trunk.through(h) * step)
        s = self.fine_film(self.fine_in(F.pixel_unshuffle(picture, 2)), weights)
        s = lrelu(s + (labels @ self.fine_label)[:, :, None, None])
        s = self.fine_out(lrelu(self.fine_mid(s)))
        return picture + F.pixel_shuffle(s * (step / 16), 2)

    def forward(self, latents: Tensor, quality: Tensor) -> Tensor:
        return self.with_labels(latents, quality, torch.zeros(len(latents), len(LABELS)))
