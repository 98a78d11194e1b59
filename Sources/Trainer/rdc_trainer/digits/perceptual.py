"""What judges the perceptual head, a sampler of the originals that a cell holds.

Judges: critics that see the cell, and the energy score (Gneiting and Raftery
2007; as a loss for samplers, Shen and Meinshausen 2023) of pixels and of the
guide's features. The energy score is strictly proper, so its least
value has the right spread, however small the batch; squared error and sliced
distances of small batches both shrink it. And two teachers: what an ideal head
draws for a cell has the ideal distortion head's picture for its mean; and it is
read as the digit that the bits name, if they are sure of it, though a sampler
would draw another one as often as the cell holds it.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from .models import NOISE, RESOLUTION, Rung, dither_offset

#: How likely a label must be by the bits to be taught. At 3.17 bits fours and nines
#: share a cell; a head that was taught the likelier of them drew hardly any fours.
SURE = 0.9


def draw_noise(count: int, generator: torch.Generator | None = None) -> torch.Tensor:
    """The head's common randomness: uniform grid values on (−1, 1)."""
    places = torch.randint(0, RESOLUTION, (count, NOISE), generator=generator)
    return 2 * dither_offset(places)


class Critic(nn.Module):
    """Judges pictures given their cell (a projection: Miyato, Koyama 2018)."""

    def __init__(self, rung: Rung) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 3, 2, 1), nn.LeakyReLU(0.2),
            nn.Flatten(), nn.Linear(128 * 16, 128), nn.LeakyReLU(0.2),
        ).to(memory_format=torch.channels_last)
        self.last = nn.Linear(128, 1)
        self.seen = nn.Sequential(
            nn.Linear(rung.inputs, 128), nn.LeakyReLU(0.2), nn.Linear(128, 128)
        )

    def forward(self, x: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        h = self.body(x.view(-1, 1, 28, 28))
        return self.last(h)[:, 0] + (h * self.seen(inputs)).sum(1) * (2 / 128**0.5)


class PlaceCritic(nn.Module):
    """Judges every place of a picture by what the guide sees there, given the cell.

    On features of a trained network a critic learns in few steps (Sauer et al.
    2021, projected GANs), and place by place it sees gaps and loose ends.
    """

    #: The guide's modules before its second pooling; their output's channels.
    SEEN, CHANNELS = 6, 48

    def __init__(self, rung: Rung) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(self.CHANNELS, 64, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(64, 64, 3, 1, 1), nn.LeakyReLU(0.2),
        ).to(memory_format=torch.channels_last)
        self.last = nn.Conv2d(64, 1, 1)
        self.seen = nn.Sequential(nn.Linear(rung.inputs, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64))

    def forward(self, features: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        """A verdict for each of 7 × 7 places."""
        h = self.body(features)
        cell = self.seen(inputs)[:, :, None, None]
        return (self.last(h) + (h * cell).sum(1, keepdim=True) / 64**0.5).flatten(1)


def energy_score(x: torch.Tensor, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """E‖x − a‖ − ½E‖a − b‖ of two samples a and b for each x, as RMS distances."""

    def distance(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
        return ((p - q).square().mean(1) + 1e-8).sqrt()

    return (0.5 * (distance(x, a) + distance(x, b)) - 0.5 * distance(a, b)).mean()


def as_decoded(pixels: torch.Tensor) -> torch.Tensor:
    """What the decoder shows, limited to [0, 1]; slopes pass unchanged.

    Judging what is not limited cost spread: after 2,170 steps the variance of
    the pixels was 93 % of the originals', and 80 % once they were limited.
    """
    return pixels + (pixels.clamp(0, 1) - pixels).detach()


def excess(pixels: torch.Tensor) -> torch.Tensor:
    """Mean square beyond [0, 1]; without a price on it pixels drift away."""
    return (pixels - pixels.clamp(0, 1)).square().mean()


def mean_moved(a: torch.Tensor, b: torch.Tensor, mean: torch.Tensor) -> torch.Tensor:
    """Square a pixel by which the mean over noise is off `mean`, from two draws.

    Their noise is independent, so E[(a − m)(b − m)] has no variance of it.
    """
    return ((a - mean) * (b - mean)).mean()


def label_missed(logits: torch.Tensor, named: torch.Tensor) -> torch.Tensor:
    """Nats by which what is drawn is read as another digit than its bits name.

    `logits` are those of the pictures, `named` those of their bits; where the
    bits are not sure, nothing is asked of the picture.
    """
    chance, label = named.softmax(1).max(1)
    nats = F.cross_entropy(logits, label, reduction="none")
    return (nats * (chance > SURE)).mean()
