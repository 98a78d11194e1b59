"""The photo codec as it is trained: transforms, gains, entropy model, rate."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from .contexts import DC_GROUPS, GroupContext, Past
from .layout import CODED, GROUPS, SIZES, STARTS
from .transforms import ANCHORS, Analysis, Synthesis, hats, nominal_step

SMALLEST_LOG_SCALE, LARGEST_LOG_SCALE = -5.0, 8.0
LAMBDA = 0.11
"""Squared error per bit, in units of the squared step: what a fine uniform
quantizer trades (2 ln 2 / 12)."""

SEARCH = 0.08
"""The same for the encoder's search, chosen on CID22 among 0.08, 0.11, 0.15 and 0.2
(BD-rate −27.6, −25.6, −23.3, −20.7 % against WebP): less than `LAMBDA`, for a zero
also costs the contexts and the synthesis after it."""


@dataclass(frozen=True)
class Shape:
    """Widths of the networks."""

    analysis_width: int = 64
    analysis_blocks: int = 2
    synthesis_width: int = 96
    synthesis_blocks: int = 2
    fine_width: int = 16


def logistic_mass(distance: Tensor, sharpness: Tensor) -> Tensor:
    """Mass of a unit bin at ``distance`` under a logistic density (scale inverted)."""
    near = (0.5 - distance.abs()) * sharpness
    return torch.sigmoid(near) - torch.sigmoid(near - sharpness)


class Codec(nn.Module):
    """All that one pack holds, in trainable form."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.analysis = Analysis(shape.analysis_width, shape.analysis_blocks)
        self.synthesis = Synthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.fine_width
        )
        self.log_gain = nn.Parameter(torch.zeros(ANCHORS, CODED))
        self.contexts = nn.ModuleList(GroupContext(g) for g in range(len(GROUPS)))

    def steps(self, quality: Tensor) -> Tensor:
        """Quantizer steps: batch × CODED × 1 × 1."""
        gain = torch.exp(hats(quality) @ self.log_gain)
        return (nominal_step(quality)[:, None] * gain)[:, :, None, None]

    def mass(self, distance: Tensor, log_scale: Tensor) -> Tensor:
        """Probability of the unit bin at ``distance`` from the mean."""
        clamped = log_scale.clamp(SMALLEST_LOG_SCALE, LARGEST_LOG_SCALE)
        return logistic_mass(distance, torch.exp2(-clamped))

    @torch.no_grad()
    def searched(self, rest: Tensor, log_scale: Tensor, lagrange: float) -> Tensor:
        """Symbols as the encoder's search takes them: round, or one toward zero."""
        far = rest.abs().round()
        near = (far - 1).clamp_(min=0)
        gain = self.mass(near, log_scale) / self.mass(far, log_scale).clamp_(min=1e-7)
        loss = (near - rest.abs()).square_() - (far - rest.abs()).square_()
        return rest.sign() * torch.where(loss < lagrange * torch.log2(gain), near, far)

    def quantized(
        self, values: Tensor, weights: Tensor, lagrange: float = LAMBDA
    ) -> tuple[Tensor, list[Tensor]]:
        """Decoded values in steps (straight-through) and bits of every group.

        Bits are per picture, of the symbols that the search would take. Their
        gradient reaches the scales as it is; latents and means have that of
        additive noise in place of rounding.
        """
        done: list[Tensor] = []
        bits: list[Tensor] = []
        past = Past()
        for group, context in enumerate(self.contexts):
            start, size = STARTS[group], SIZES[group]
            own = values[:, start : start + size]
            noise = torch.rand_like(own) - 0.5
            if group < DC_GROUPS:
                seen = (own + noise).detach()
            else:
                seen = own.detach()
                seen = seen.sign() * (seen.abs() + 0.42).floor()
            log_scale, mean = context(seen, past, weights)
            rest = own if mean is None else own - mean
            symbols = self.searched(rest, log_scale, lagrange)
            rounded = own + (symbols - rest).detach()
            soft = self.mass(rest + noise, log_scale.detach()).clamp(min=1e-7)
            hard = self.mass(symbols, log_scale).clamp(min=1e-7)
            soft_bits = -torch.log2(soft).sum(dim=(1, 2, 3))
            hard_bits = -torch.log2(hard).sum(dim=(1, 2, 3))
            bits.append(hard_bits + soft_bits - soft_bits.detach())
            done.append(rounded)
            past.add(group, rounded.detach())
        return torch.cat(done, dim=1), bits

    def forward(
        self, picture: Tensor, quality: Tensor
    ) -> tuple[Tensor, list[Tensor]]:
        """Reconstruction and bits of every group, per picture."""
        steps = self.steps(quality)
        values = self.analysis(picture, quality) / steps
        decoded, bits = self.quantized(values, hats(quality))
        return self.synthesis(decoded * steps, quality), bits

    def description(self) -> dict[str, int]:
        """The shape, for a checkpoint."""
        return asdict(self.shape)
