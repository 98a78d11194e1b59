"""Analysis and synthesis: a lapped linear transform with learned branches.

Tensors are batch × channels × height × width. Pictures are RGB in 0…255 minus
128; latents are in units of the picture (orthonormal scale) until they are
divided by the quantizer's steps.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .lapped import BLOCK, ODD_PART, dct_matrix, edge_filter
from .layout import CODED, COLOUR, FULL, selection

ANCHORS = 6
"""Points of the quality scale between which every conditional value is
interpolated; quality is a real number in 0 … ANCHORS − 1."""

COARSEST, FINEST = 320.0, 9.0
"""Nominal quantizer steps at the two ends of the quality scale."""

SLOPE = 0.125
"""Slope of the leaky ReLU below zero: a power of two, so it is exact."""


def nominal_step(quality: Tensor) -> Tensor:
    """Nominal step of a quality; geometric between the ends."""
    ratio = torch.log(torch.tensor(FINEST / COARSEST)) / (ANCHORS - 1)
    return COARSEST * torch.exp(ratio * quality)


def hats(quality: Tensor) -> Tensor:
    """Weights of the anchors for linear interpolation: batch × ANCHORS."""
    places = torch.arange(ANCHORS, dtype=quality.dtype)
    return (1 - (quality[:, None] - places).abs()).clamp(min=0)


def mirror(picture: Tensor, margin: int) -> Tensor:
    """Extends a picture by its mirror image, edge sample repeated."""
    top = picture[:, :, :margin].flip(2)
    bottom = picture[:, :, -margin:].flip(2)
    tall = torch.cat([top, picture, bottom], dim=2)
    left = tall[:, :, :, :margin].flip(3)
    right = tall[:, :, :, -margin:].flip(3)
    return torch.cat([left, tall, right], dim=3)


def crop(picture: Tensor, margin: int) -> Tensor:
    """Removes a margin: the inverse of `mirror`."""
    return picture[:, :, margin:-margin, margin:-margin]


def lrelu(x: Tensor) -> Tensor:
    """Leaky ReLU with the codec's slope."""
    return F.leaky_relu(x, SLOPE)


def _pointwise(matrix: np.ndarray) -> nn.Parameter:
    return nn.Parameter(torch.tensor(matrix, dtype=torch.float32)[:, :, None, None])


class Film(nn.Module):
    """Scale and offset per channel, interpolated between the quality anchors."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(ANCHORS, channels))
        self.offset = nn.Parameter(torch.zeros(ANCHORS, channels))

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        scale = (weights @ self.scale)[:, :, None, None]
        offset = (weights @ self.offset)[:, :, None, None]
        return x * scale + offset


class Residual(nn.Module):
    """x + conv(lrelu(conv(lrelu(x)))), 3×3."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        with torch.no_grad():
            self.second.weight.mul_(0.3)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(lrelu(self.first(lrelu(x))))


class Trunk(nn.Module):
    """Pointwise in, FiLM by quality, residual blocks at one eighth resolution."""

    def __init__(self, inputs: int, width: int, blocks: int, spread: Tensor) -> None:
        super().__init__()
        self.enter = nn.Conv2d(inputs, width, 1)
        self.film = Film(width)
        self.blocks = nn.ModuleList(Residual(width) for _ in range(blocks))
        with torch.no_grad():
            self.enter.weight.mul_(1 / spread[None, :, None, None])

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        return self.through(self.film(self.enter(x), weights))

    def through(self, x: Tensor) -> Tensor:
        """What follows the FiLM."""
        for block in self.blocks:
            x = block(x)
        return lrelu(x)


def spread() -> Tensor:
    """Rough standard deviation of each coefficient, in coding order."""
    frequency = np.asarray([(v, u) for v in range(BLOCK) for u in range(BLOCK)])
    fall = 300.0 / (1 + frequency.sum(axis=1)) ** 1.5 + 2.0
    every = np.concatenate([fall, fall * 0.3, fall * 0.2])
    return torch.tensor(selection() @ every, dtype=torch.float32)


class Analysis(nn.Module):
    """Picture → latents."""

    def __init__(self, width: int, blocks: int) -> None:
        super().__init__()
        pre = edge_filter(ODD_PART)
        dct = dct_matrix()
        self.pre = _pointwise(np.kron(COLOUR, np.kron(pre, pre)))
        block = selection() @ np.kron(np.eye(3), np.kron(dct, dct))
        self.block = _pointwise(block)
        self.trunk = Trunk(FULL, width, blocks, spread())
        self.leave = nn.Conv2d(width, CODED, 1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, picture: Tensor, quality: Tensor) -> Tensor:
        x = F.pixel_unshuffle(mirror(picture, BLOCK // 2), BLOCK)
        x = F.pixel_shuffle(F.conv2d(x, self.pre), BLOCK)
        x = F.pixel_unshuffle(crop(x, BLOCK // 2), BLOCK)
        x = F.conv2d(x, self.block)
        h = self.trunk(x, hats(quality))
        step = nominal_step(quality)[:, None, None, None]
        return x[:, :CODED] + self.leave(h) * step


class Synthesis(nn.Module):
    """Latents → picture."""

    def __init__(self, width: int, blocks: int, fine: int) -> None:
        super().__init__()
        post = np.linalg.inv(edge_filter(ODD_PART))
        dct = dct_matrix()
        block = np.kron(np.eye(3), np.kron(dct.T, dct.T)) @ selection().T
        self.trunk = Trunk(CODED, width, blocks, spread()[:CODED])
        self.block = _pointwise(block[:, :CODED])
        self.change = nn.Parameter(torch.zeros(FULL, width, 1, 1))
        self.post = _pointwise(np.kron(COLOUR.T, np.kron(post, post)))
        self.fine_in = nn.Conv2d(12, fine, 3, padding=1)
        self.fine_film = Film(fine)
        self.fine_mid = nn.Conv2d(fine, fine, 3, padding=1)
        self.fine_out = nn.Conv2d(fine, 12, 3, padding=1)
        with torch.no_grad():
            self.fine_in.weight.mul_(1 / 32)
            self.fine_out.weight.mul_(0.0)
            self.fine_out.bias.mul_(0.0)

    def coarse(self, latents: Tensor, quality: Tensor) -> Tensor:
        """The picture before refinement."""
        step = nominal_step(quality)[:, None, None, None]
        return self.to_picture(latents, self.trunk(latents, hats(quality)) * step)

    def to_picture(self, latents: Tensor, branch: Tensor) -> Tensor:
        """The linear part: inverse transform of the latents and the branch."""
        x = F.conv2d(latents, self.block) + F.conv2d(branch, self.change)
        x = mirror(F.pixel_shuffle(x, BLOCK), BLOCK // 2)
        x = F.conv2d(F.pixel_unshuffle(x, BLOCK), self.post)
        return crop(F.pixel_shuffle(x, BLOCK), BLOCK // 2)

    def refine(self, picture: Tensor, quality: Tensor) -> Tensor:
        """Adds the refinement at half resolution."""
        step = nominal_step(quality)[:, None, None, None]
        h = self.fine_film(
            self.fine_in(F.pixel_unshuffle(picture, 2)), hats(quality)
        )
        h = lrelu(self.fine_mid(lrelu(h)))
        return picture + F.pixel_shuffle(self.fine_out(h) * (step / 16), 2)

    def forward(self, latents: Tensor, quality: Tensor) -> Tensor:
        return self.refine(self.coarse(latents, quality), quality)
