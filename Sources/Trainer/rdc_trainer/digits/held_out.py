"""What a perceptual head is like on training pictures that are held out.

Settings are chosen by this; the test set is looked at once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import torch
import torch.nn.functional as F
from torch import nn

from .heads import Encoded
from .models import PIXELS, reads_noise
from .perceptual import draw_noise
from .pieces import pieces


@dataclass
class Figures:
    """Of one head on the held-out pictures."""

    mse: float
    accuracy: float
    sliced: float
    variance: float
    #: Share of the pictures whose ink is not of one piece.
    broken: float
    #: Squares a pixel: what noise makes, and how far the mean over it is off.
    drawn: float
    moved: float


class HeldOut:
    """The held-out pictures as they are encoded, seen by the measuring classifier."""

    @staticmethod
    @lru_cache(maxsize=1)
    def of(encoded: Encoded, distortion: nn.Module, measure: nn.Module) -> "HeldOut":
        """The same ones as last time, if nothing has changed."""
        return HeldOut(encoded, distortion, measure)

    def __init__(self, encoded: Encoded, distortion: nn.Module, measure: nn.Module):
        rows = encoded.held_out_rows()
        self.rung, self.measure = encoded.rung, measure
        self.pictures, self.labels = encoded.pictures[encoded.rows[rows]], encoded.labels[rows]
        self.inputs = encoded.inputs(rows)
        generator = torch.Generator().manual_seed(9)
        self.axes = F.normalize(torch.randn(PIXELS, 128, generator=generator), dim=0)
        self.projected = (self.pictures @ self.axes).sort(0).values
        self.mean = self.draw(distortion, 0)
        self.plain = self.figures(distortion)

    @torch.no_grad()
    def draw(self, head: nn.Module, seed: int) -> torch.Tensor:
        inputs = self.inputs
        if reads_noise(head, self.rung):
            noise = draw_noise(len(inputs), torch.Generator().manual_seed(seed))
            inputs = torch.cat([inputs, noise], 1)
        return torch.cat([head(x) for x in inputs.split(1000)]).clamp(0, 1)

    @torch.no_grad()
    def figures(self, head: nn.Module) -> Figures:
        first, second = self.draw(head, 8), self.draw(head, 9)
        named = torch.cat([self.measure(x).argmax(1) for x in first.split(1000)])
        projected = (first @ self.axes).sort(0).values
        return Figures(
            F.mse_loss(first, self.pictures).item(),
            (named == self.labels).float().mean().item(),
            (projected - self.projected).square().mean().sqrt().item(),
            (first.var(0).sum() / self.pictures.var(0).sum()).item(),
            (pieces(first) != 1).float().mean().item(),
            ((first - second).square().mean() / 2).item(),
            ((first - self.mean) * (second - self.mean)).mean().item(),
        )

    def line(self, head: nn.Module) -> str:
        """A head's figures beside the distortion head's."""
        found = self.figures(head)
        return (
            f"held out: MSE {found.mse:.4f} ({found.mse / self.plain.mse:.3f} times),"
            f" accuracy {100 * found.accuracy:.2f} %, sliced W2 {found.sliced:.4f}"
            f" ({100 * found.sliced / self.plain.sliced:.1f} %), variance"
            f" {100 * found.variance:.1f} %, broken {100 * found.broken:.1f} %, by noise"
            f" {found.drawn:.4f}, mean moved {found.moved:.4f}"
        )
