"""Analysis and synthesis: lapped linear transforms on two scales, learned branches.

Tensors are batch × channels × height × width. Pictures are RGB in 0…255 minus 128;
latents are in units of the picture (orthonormal scale) until they are divided by the
quantizer's steps. Sides are multiples of `CELL`. What depends on quality reads a map
of it, so that every cell may have its own.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .device import exact
from .lapped import ODD_PARTS, dct_matrix, edge_filter
from .layout import COARSE, COLOUR, FINE

ANCHORS = 6
"""Points of the quality scale between which every conditional value is interpolated;
quality is a real number in 0 … ANCHORS − 1."""

COARSEST, FINEST = 320.0, 9.0
"""Nominal quantizer steps at the two ends of the quality scale."""

BLOCK = FINE.block
CELL = FINE.block * COARSE.block
"""Side in pixels of what one place of the coarse latents covers."""

SLOPE = 0.125
"""Slope of the leaky ReLU below zero: a power of two, so it is exact."""

GIVEN = len(FINE.given)


def nominal_step(quality: Tensor) -> Tensor:
    """Nominal step of a quality; geometric between the ends."""
    ratio = math.log(FINEST / COARSEST) / (ANCHORS - 1)
    return COARSEST * torch.exp(ratio * quality)


def hats(quality: Tensor) -> Tensor:
    """Weights of the anchors: batch × 1 × h × w → batch × ANCHORS × h × w."""
    places = torch.arange(ANCHORS, dtype=quality.dtype, device=quality.device)
    return (1 - (quality - places[:, None, None]).abs()).clamp(min=0)


def spread_to_blocks(cells: Tensor) -> Tensor:
    """A map over cells, repeated to one over blocks."""
    return cells.repeat_interleave(COARSE.block, 2).repeat_interleave(COARSE.block, 3)


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


def _product(x: Tensor, kernel: Tensor) -> Tensor:
    """1×1 convolution as a matrix product: a transform of each place."""
    out = F.linear(x.permute(0, 2, 3, 1), kernel[:, :, 0, 0])
    return out.permute(0, 3, 1, 2)


def _exact(x: Tensor, kernel: Tensor) -> Tensor:
    """The same in float32, whatever the autocast."""
    with exact(x):
        return _product(x.float(), kernel.float())


def _kernel(matrix: np.ndarray) -> Tensor:
    return torch.tensor(matrix, dtype=torch.float32)[:, :, None, None]


class Film(nn.Module):
    """Scale and offset per channel, interpolated between the quality anchors."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(ANCHORS, channels))
        self.offset = nn.Parameter(torch.zeros(ANCHORS, channels))

    def forward(self, x: Tensor, weights: Tensor) -> Tensor:
        scale = F.conv2d(weights, self.scale.T[:, :, None, None])
        return x * scale + F.conv2d(weights, self.offset.T[:, :, None, None])


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


class Separable(nn.Module):
    """x + 1×1(lrelu(1×1(depthwise(x)))): much reach for few products."""

    def __init__(self, channels: int, kernel: int, hidden: int) -> None:
        super().__init__()
        self.reach = nn.Conv2d(
            channels, channels, kernel, padding=kernel // 2, groups=channels
        )
        self.widen = nn.Conv2d(channels, hidden, 1)
        self.narrow = nn.Conv2d(hidden, channels, 1)
        with torch.no_grad():
            self.reach.weight.mul_(0.3)
            self.reach.weight[:, 0, kernel // 2, kernel // 2] += 1
            self.narrow.weight.mul_(0.1)
            self.narrow.bias.zero_()

    def forward(self, x: Tensor) -> Tensor:
        return x + self.narrow(lrelu(self.widen(self.reach(x))))


class Trunk(nn.Module):
    """Pointwise in, FiLM by quality, residual blocks at one eighth resolution."""

    def __init__(
        self, inputs: int, width: int, blocks: int, separable: int, deviation: Tensor
    ) -> None:
        super().__init__()
        self.enter = nn.Conv2d(inputs, width, 1)
        self.film = Film(width)
        self.blocks = nn.ModuleList(Residual(width) for _ in range(blocks))
        self.separable = nn.ModuleList(
            Separable(width, 3, 2 * width) for _ in range(separable)
        )
        with torch.no_grad():
            self.enter.weight.mul_(1 / deviation[None, :, None, None])

    def forward(self, x: Tensor, weights: Tensor, told: Tensor | None = None) -> Tensor:
        """``told`` is added behind the FiLM."""
        x = self.film(self.enter(x), weights)
        if told is not None:
            x = x + told
        for block in self.blocks:
            x = block(x)
        for block in self.separable:
            x = block(x)
        return lrelu(x)


def deviation() -> Tensor:
    """Rough standard deviation of each fine coefficient, in the layout's order."""
    side = FINE.block
    frequency = np.asarray([(v, u) for v in range(side) for u in range(side)])
    fall = 300.0 / (1 + frequency.sum(axis=1)) ** 1.5 + 2.0
    every = np.concatenate([fall, fall * 0.3, fall * 0.2])
    return torch.tensor(FINE.selection() @ every, dtype=torch.float32)


class Means(nn.Module):
    """The fixed lapped 4×4 transform of the three planes of means, and its inverse.

    Never trained: the decoder's contexts need its result in integers.
    """

    def __init__(self) -> None:
        super().__init__()
        side = COARSE.block
        pre, dct = edge_filter(ODD_PARTS[side]), dct_matrix(side)
        post = np.linalg.inv(pre)
        order = COARSE.selection()
        three = np.eye(3)
        block = order @ np.kron(three, np.kron(dct, dct))
        for name, matrix in (
            ("pre", np.kron(three, np.kron(pre, pre))),
            ("block", block),
            ("back", block.T.copy()),
            ("post", np.kron(three, np.kron(post, post))),
        ):
            self.register_buffer(name, _kernel(matrix), persistent=False)

    def forward(self, means: Tensor) -> Tensor:
        """Batch × 3 × h × w → batch × 48 × h/4 × w/4."""
        side = COARSE.block
        x = F.pixel_unshuffle(mirror(means, side // 2), side)
        x = crop(F.pixel_shuffle(_exact(x, self.pre), side), side // 2)
        return _exact(F.pixel_unshuffle(x, side), self.block)

    def inverse(self, coarse: Tensor) -> Tensor:
        """Batch × 48 × h/4 × w/4 → batch × 3 × h × w."""
        side = COARSE.block
        x = mirror(F.pixel_shuffle(_exact(coarse, self.back), side), side // 2)
        x = _exact(F.pixel_unshuffle(x, side), self.post)
        return crop(F.pixel_shuffle(x, side), side // 2)


class Analysis(nn.Module):
    """Picture → means (batch × 3) and fine latents, at one eighth resolution."""

    def __init__(self, width: int, blocks: int, separable: int) -> None:
        super().__init__()
        pre, dct = edge_filter(ODD_PARTS[BLOCK]), dct_matrix(BLOCK)
        self.pre = nn.Parameter(_kernel(np.kron(COLOUR, np.kron(pre, pre))))
        block = FINE.selection() @ np.kron(np.eye(3), np.kron(dct, dct))
        self.block = nn.Parameter(_kernel(block))
        self.trunk = Trunk(len(block), width, blocks, separable, deviation())
        self.leave = nn.Conv2d(width, GIVEN + FINE.coded, 1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, picture: Tensor, weights: Tensor, step: Tensor) -> Tensor:
        """``weights`` and ``step``: the quality's hats and nominal step per block."""
        x = F.pixel_unshuffle(mirror(picture, BLOCK // 2), BLOCK)
        x = F.pixel_shuffle(_product(x, self.pre), BLOCK)
        x = F.pixel_unshuffle(crop(x, BLOCK // 2), BLOCK)
        x = _product(x, self.block)
        h = self.leave(self.trunk(x, weights))
        return x[:, : GIVEN + FINE.coded].float() + h * step


class Wide(nn.Module):
    """What a cell and its neighbours tell every block in it, from the coarse latents."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.enter = nn.Conv2d(COARSE.coded, width, 1)
        self.film = Film(width)
        self.blocks = nn.ModuleList(Separable(width, 3, 2 * width) for _ in range(2))
        self.leave = nn.Conv2d(width, 24 * COARSE.block**2, 1)
        self.join = nn.Conv2d(24, out, 1)
        with torch.no_grad():
            self.enter.weight.mul_(1 / 200)
            self.join.weight.zero_()
            self.join.bias.zero_()

    def forward(self, coarse: Tensor, weights: Tensor) -> Tensor:
        x = self.film(self.enter(coarse), weights)
        for block in self.blocks:
            x = block(x)
        return self.join(F.pixel_shuffle(self.leave(lrelu(x)), COARSE.block))


class Renderer(nn.Module):
    """Refines the picture on the 1/4 grid, where every place is a 4×4 patch."""

    def __init__(self, trunk: int, features: int, width: int, blocks: int) -> None:
        super().__init__()
        self.tell = nn.Conv2d(trunk, 4 * features, 1)
        self.enter = nn.Conv2d(48 + features, width, 1)
        self.blocks = nn.ModuleList(Residual(width) for _ in range(blocks))
        self.leave = nn.Conv2d(width, 48, 1)
        with torch.no_grad():
            self.enter.weight[:, :48].mul_(1 / 32)
            self.leave.weight.zero_()
            self.leave.bias.zero_()

    def forward(self, picture: Tensor, trunk: Tensor, scale: Tensor) -> Tensor:
        """``scale``: batch × 1 × h/8 × w/8, what one of its outputs is worth."""
        told = F.pixel_shuffle(self.tell(trunk), 2)
        x = self.enter(torch.cat([F.pixel_unshuffle(picture, 4).to(told.dtype), told], 1))
        for block in self.blocks:
            x = block(x)
        out = F.pixel_shuffle(self.leave(lrelu(x)).float(), 4)
        scale = F.interpolate(scale, scale_factor=float(BLOCK), mode="nearest")
        return picture + out * scale


class Synthesis(nn.Module):
    """Latents of both scales → picture."""

    def __init__(
        self, width: int, blocks: int, separable: int, fine: int, fine_blocks: int
    ) -> None:
        super().__init__()
        post, dct = np.linalg.inv(edge_filter(ODD_PARTS[BLOCK])), dct_matrix(BLOCK)
        block = np.kron(np.eye(3), np.kron(dct.T, dct.T)) @ FINE.selection().T
        count = GIVEN + FINE.coded
        self.wide = Wide(64, width)
        self.trunk = Trunk(count, width, blocks, separable, deviation()[:count])
        self.block = nn.Parameter(_kernel(block[:, :count]))
        self.change = nn.Parameter(torch.zeros(len(block), width, 1, 1))
        self.post = nn.Parameter(_kernel(np.kron(COLOUR.T, np.kron(post, post))))
        self.renderer = Renderer(width, 32, fine, fine_blocks)

    def forward(
        self, latents: Tensor, coarse: Tensor, weights: Tensor, cells: Tensor, step: Tensor
    ) -> Tensor:
        """``weights``: hats a block; ``cells``: hats a cell; ``step``: nominal, a block."""
        trunk = self.trunk(latents, weights, self.wide(coarse, cells))
        return self.renderer(self.linear(latents, trunk, step), trunk, step / 16)

    def linear(self, latents: Tensor, trunk: Tensor, step: Tensor) -> Tensor:
        """The lapped inverse transform of the latents and the trunk's changes."""
        x = _product(latents, self.block) + F.conv2d(trunk, self.change) * step
        x = mirror(F.pixel_shuffle(x.float(), BLOCK), BLOCK // 2)
        x = _product(F.pixel_unshuffle(x, BLOCK), self.post)
        return crop(F.pixel_shuffle(x.float(), BLOCK), BLOCK // 2)
