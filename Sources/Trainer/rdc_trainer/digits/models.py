"""Networks of the digit codec."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from ..layers import Clamp, DepthToSpace, Flatten, Reshape

#: Places of the dither in one quantizer step.
RESOLUTION = 64
#: Values of shared-seed noise that the perceptual head reads.
NOISE = 16
PIXELS = 784


@dataclass(frozen=True)
class Rung:
    """One rate: d latents of L levels each (arXiv 2504.13191, section IV)."""

    latents: int
    levels: int
    #: Places of the dither in one quantizer step; 1 is no dither.
    resolution: int = RESOLUTION

    @property
    def name(self) -> str:
        return f"{self.latents}x{self.levels}"

    def cells(self) -> torch.Tensor:
        """All index vectors, [Lᵈ, d], the last latent running fastest."""
        grid = itertools.product(range(self.levels), repeat=self.latents)
        return torch.tensor(list(grid))

    @property
    def inputs(self) -> int:
        return self.latents * (1 + self.levels)


RUNGS = {r.name: r for r in (Rung(2, 3), Rung(3, 3), Rung(3, 4), Rung(4, 4))}


def draw_dither(count: int, rung: Rung, generator: torch.Generator | None = None) -> torch.Tensor:
    """Dither places g ∈ 0..<resolution, [count, d]."""
    return torch.randint(0, rung.resolution, (count, rung.latents), generator=generator)


def dither_offset(places: torch.Tensor, resolution: int = RESOLUTION) -> torch.Tensor:
    """u in quantizer steps, symmetric about zero, exact in float32."""
    return (2 * places + 1 - resolution).float() / (2 * resolution)


def head_input(indices: torch.Tensor, places: torch.Tensor, rung: Rung) -> torch.Tensor:
    """What every head reads: level − u in steps, then one-hot levels.

    |u| is below half a step, so level − u says both the level and the dither;
    writing the level out as one-hot values lets a small network treat every
    cell apart instead of spending its layers on finding the cell's border.
    """
    levels = indices.float() - (rung.levels - 1) / 2
    hot = F.one_hot(indices, rung.levels).float().flatten(-2)
    return torch.cat([levels - dither_offset(places, rung.resolution), hot], -1)


def all_cell_inputs(places: torch.Tensor, rung: Rung) -> torch.Tensor:
    """Head inputs of every cell for each dither: [dithers, cells, inputs]."""
    cells = rung.cells()
    shape = (len(places), len(cells), rung.latents)
    return head_input(cells.expand(shape), places[:, None].expand(shape), rung)


def pixel_head(rung: Rung, hidden: int = 256) -> nn.Sequential:
    """The distortion and classification heads: inputs → 784 pixels."""
    return nn.Sequential(
        nn.Linear(rung.inputs, 128), nn.LeakyReLU(0.125),
        nn.Linear(128, hidden), nn.LeakyReLU(0.125),
        nn.Linear(hidden, PIXELS),
    )


def label_head(rung: Rung) -> nn.Sequential:
    """Reads the label from the bits alone: inputs → 10 logits."""
    return nn.Sequential(
        nn.Linear(rung.inputs, 64), nn.LeakyReLU(0.125), nn.Linear(64, 10)
    )


def perceptual_head(rung: Rung) -> nn.Sequential:
    """Inputs and shared-seed noise → a picture drawn from its cell."""
    return nn.Sequential(
        nn.Linear(rung.inputs + NOISE, 256), nn.LeakyReLU(0.125),
        nn.Linear(256, 7 * 7 * 32), nn.LeakyReLU(0.125),
        Reshape(7, 7, 32),
        nn.Conv2d(32, 128, 3, padding=1), DepthToSpace(2), nn.LeakyReLU(0.125),
        nn.Conv2d(32, 48, 3, padding=1), nn.LeakyReLU(0.125),
        nn.Conv2d(48, 4, 3, padding=1), DepthToSpace(2), Flatten(),
    )


def reads_noise(head: nn.Sequential, rung: Rung) -> bool:
    """Whether a head reads noise behind the cell."""
    return head[0].in_features > rung.inputs


def analysis(rung: Rung) -> nn.Sequential:
    """f: 784 pixels → d latents in steps, within the outermost levels."""
    reach = (rung.levels - 1) / 2
    return nn.Sequential(
        nn.Linear(PIXELS, 256), nn.LeakyReLU(0.125),
        nn.Linear(256, 128), nn.LeakyReLU(0.125),
        nn.Linear(128, rung.latents), Clamp(-reach, reach),
    )


def guide_classifier() -> nn.Sequential:
    """The classifier that the encoder asks and the heads train against."""
    return nn.Sequential(
        Reshape(28, 28, 1),
        nn.Conv2d(1, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(24, 48, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(48, 64, 3, padding=1), nn.ReLU(),
        Flatten(), nn.Dropout(0.4),
        nn.Linear(7 * 7 * 64, 128), nn.ReLU(), nn.Linear(128, 10),
    )


def measuring_classifier() -> nn.Sequential:
    """The yardstick: other kernels, strides for pooling, nothing shared."""
    return nn.Sequential(
        Reshape(28, 28, 1),
        nn.Conv2d(1, 16, 5, padding=2), nn.LeakyReLU(0.125),
        nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.LeakyReLU(0.125),
        nn.Conv2d(32, 64, 5, stride=2, padding=2), nn.LeakyReLU(0.125),
        Flatten(), nn.Dropout(0.4),
        nn.Linear(7 * 7 * 64, 64), nn.LeakyReLU(0.125), nn.Linear(64, 10),
    )
