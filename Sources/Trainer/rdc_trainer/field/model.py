"""The photo codec as it is trained: transforms, gains, entropy model, rate."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from . import likelihood
from .contexts import Belief, GroupContext, Past
from .device import exact
from .layout import COARSE, FINE, Layout
from .transforms import (
    ANCHORS,
    GIVEN,
    Analysis,
    Means,
    Synthesis,
    hats,
    nominal_step,
    spread_to_blocks,
)

LAMBDA = 0.11
"""Squared error per bit, in units of the squared step: what a fine uniform
quantizer trades (2 ln 2 / 12)."""

SEARCH = 0.08
"""λ of the encoder's search, in squared steps a bit: less than `LAMBDA`, for a symbol that
is dropped makes its neighbours look unlikely, which the search does not count."""

TURNS = 2
"""How often a group is coded: its contexts read rounded neighbours of the group at first,
then those that the search has left, nearly as in files."""


@dataclass(frozen=True)
class Shape:
    """Widths of the networks."""

    analysis_width: int = 64
    analysis_blocks: int = 2
    analysis_separable: int = 0
    synthesis_width: int = 96
    synthesis_blocks: int = 2
    synthesis_separable: int = 2
    fine_width: int = 48
    fine_blocks: int = 1
    hidden: int = 40


@dataclass
class Quantized:
    """Latents of one scale after the quantizer."""

    decoded: Tensor
    """In steps; straight-through."""
    bits: Tensor
    """Batch × groups × h × w, the flag among its group's."""


class Maps:
    """A quality map and what is derived of it on both scales."""

    def __init__(self, cells: Tensor) -> None:
        """``cells``: batch × 1 × H/32 × W/32."""
        self.cell_hats = hats(cells)
        self.block_hats = spread_to_blocks(self.cell_hats)
        self.cell_step = nominal_step(cells)
        self.block_step = spread_to_blocks(self.cell_step)


class Codec(nn.Module):
    """All that one pack holds, in trainable form."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.means = Means()
        self.analysis = Analysis(
            shape.analysis_width, shape.analysis_blocks, shape.analysis_separable
        )
        self.synthesis = Synthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.synthesis_separable,
            shape.fine_width, shape.fine_blocks,
        )  # fmt: skip
        self.coarse_gain = nn.Parameter(torch.full((ANCHORS, COARSE.coded), 0.15))
        self.fine_gain = nn.Parameter(torch.full((ANCHORS, FINE.coded), 0.3))
        self.register_buffer("mean_gain", torch.full((ANCHORS, GIVEN), 0.1))
        self.coarse = nn.ModuleList(
            GroupContext(COARSE, g, shape.hidden) for g in range(len(COARSE.groups))
        )
        self.fine = nn.ModuleList(
            GroupContext(FINE, g, shape.hidden) for g in range(len(FINE.groups))
        )

    @staticmethod
    def gained(gain: Tensor, weights: Tensor, step: Tensor) -> Tensor:
        """Steps: nominal step times the interpolated gain."""
        return step * torch.exp(
            nn.functional.conv2d(weights, gain.T[:, :, None, None].float())
        )

    def steps(self, maps: Maps) -> tuple[Tensor, Tensor, Tensor]:
        """Steps of the coarse and the fine latents, and the means' unit for contexts."""
        with exact(maps.cell_step):
            coarse = self.gained(self.coarse_gain, maps.cell_hats, maps.cell_step)
            fine = self.gained(self.fine_gain, maps.block_hats, maps.block_step)
            unit = self.gained(self.mean_gain, maps.block_hats, maps.block_step)
        return coarse, fine, unit

    @torch.no_grad()
    def searched(self, rest: Tensor, belief: Belief, lagrange: float) -> Tensor:
        """Symbols as the encoder's search takes them.

        Each is rounded or one nearer to zero; a group is dropped where its flag and
        symbols cost more than they are worth.
        """
        sharp = likelihood.sharpness(belief.log_scale)
        distance = rest.abs()
        far = distance.round()
        near = (far - 1).clamp_(min=0)
        far_bits = likelihood.bits(far, sharp)
        near_bits = likelihood.bits(near, sharp)
        far_loss = (far - distance).square_() + lagrange * far_bits
        near_loss = (near - distance).square_() + lagrange * near_bits
        take = near_loss < far_loss
        chosen = torch.where(take, near, far)
        if belief.flag is not None:
            zeros = likelihood.zero_bits(sharp).sum(dim=1, keepdim=True)
            cost = torch.where(take, near_loss, far_loss).sum(dim=1, keepdim=True)
            # bits(raised) − bits(lowered) = −logit · log2 e
            raise_bits = -belief.flag * 1.442695 - likelihood.refund(zeros)
            drop = distance.square().sum(dim=1, keepdim=True)
            chosen = chosen * (cost + lagrange * raise_bits < drop)
        return rest.sign() * chosen

    def quantized(
        self, layout: Layout, contexts: nn.ModuleList, values: Tensor, weights: Tensor,
        given: tuple[Tensor, Tensor] | None, lagrange: float,
    ) -> Quantized:  # fmt: skip
        """Decoded values in steps (straight-through) and bits.

        Bits are of the symbols that the search would take. Their gradient reaches
        the entropy model as it is; latents and means have that of additive noise in
        place of rounding.
        """
        done: list[Tensor] = []
        bits: list[Tensor] = []
        past = Past(layout, *(given or ()))
        for group, context in enumerate(contexts):
            start, size = layout.starts[group], layout.sizes[group]
            own = values[:, start : start + size]
            noise = torch.rand_like(own) - 0.5
            if group < layout.references:
                seen = (own + noise).detach()
            else:
                seen = own.detach()
                seen = seen.sign() * (seen.abs() + 0.42).floor()
            for turn in range(TURNS):
                with torch.set_grad_enabled(
                    torch.is_grad_enabled() and turn + 1 == TURNS
                ):
                    belief = context(seen, past, weights)
                rest = own if belief.mean is None else own - belief.mean
                symbols = self.searched(rest, belief, lagrange)
                rounded = own + (symbols - rest).detach()
                seen = rounded.detach()
            sharp = likelihood.sharpness(belief.log_scale)
            hard = likelihood.bits(symbols, sharp).sum(dim=1)
            if belief.flag is not None:
                raised = (symbols != 0).any(dim=1, keepdim=True).float()
                zeros = likelihood.zero_bits(sharp).sum(dim=1)
                flag = likelihood.flag_bits(raised, belief.flag)[:, 0]
                hard = flag + raised[:, 0] * (hard - likelihood.refund(zeros))
            soft = likelihood.bits(rest + noise, sharp.detach()).sum(dim=1)
            bits.append(hard + soft - soft.detach())
            done.append(rounded)
            past.add(group, rounded.detach())
        return Quantized(torch.cat(done, dim=1), torch.stack(bits, dim=1))

    def forward(
        self, picture: Tensor, cells: Tensor, lagrange: float = SEARCH
    ) -> tuple[Tensor, Quantized, Quantized]:
        """Reconstruction by the distortion head, coarse and fine latents.

        ``cells``: the quality of each cell, batch × 1 × H/32 × W/32.
        """
        maps = Maps(cells)
        read, coarse, fine = self.coded(picture, maps, lagrange)
        return self.synthesis(*read), coarse, fine

    def coded(
        self, picture: Tensor, maps: Maps, lagrange: float = SEARCH
    ) -> tuple[tuple[Tensor, ...], Quantized, Quantized]:
        """What every head reads, coarse and fine latents."""
        coarse_steps, fine_steps, unit = self.steps(maps)
        latents = self.analysis(picture, maps.block_hats, maps.block_step)
        values = self.means(latents[:, :GIVEN]) / coarse_steps
        coarse = self.quantized(
            COARSE, self.coarse, values, maps.cell_hats, None, lagrange
        )
        dequantized = coarse.decoded * coarse_steps
        means = self.means.inverse(dequantized)
        fine = self.quantized(
            FINE, self.fine, latents[:, GIVEN:] / fine_steps, maps.block_hats,
            (means.detach(), unit), lagrange,
        )  # fmt: skip
        decoded = torch.cat([means, fine.decoded * fine_steps], dim=1)
        read = (decoded, dequantized, maps.block_hats, maps.cell_hats, maps.block_step)
        return read, coarse, fine

    def description(self) -> dict[str, int]:
        """The shape, for a checkpoint."""
        return asdict(self.shape)
