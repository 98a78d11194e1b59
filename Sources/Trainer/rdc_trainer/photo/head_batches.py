"""What a head learns from: pictures and their latents from the frozen encoder."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from .cifar import augmented, load_cifar
from .classifiers import SIDE
from .coding import FileCoder
from .data import PictureStore
from .integer import QUALITIES, SEGMENT
from .model import Codec
from .train import to_tensor
from .transforms import ANCHORS

CHUNK = 32 * 128**2
"""Pixels that are coded together, at one quality: in small batches coding would take
ten times as long."""

KEPT = 16
"""Chunks that batches are drawn from, so that one batch has many qualities."""

USES = 3
"""How often a picture is read before new ones are coded, each time with noise and
projections of its own."""

PHOTOS = 0.25
"""Share of batches, in the training of the classification head, that are crops of
photos at any quality: without them it draws lattices into flat places and at rates
that CIFAR-10 pictures do not have."""

Draw = Callable[[int], tuple[np.ndarray, np.ndarray]]
"""Draws pixels (uint8, count × height × width × 3) and labels (−1 for none)."""


class Pool:
    """Coded pictures of one kind, renewed as they are used."""

    def __init__(
        self, coder: FileCoder, draw: Draw, side: int, qualities: list[float],
        rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self._coder, self._draw, self._qualities, self._rng = coder, draw, qualities, rng
        self._chunk = CHUNK // side**2
        self._kept: list[tuple[Tensor, float, Tensor, int]] = []
        self._left = 0

    def batch(self, count: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Latents, quality, picture and label of some pictures."""
        if self._left < count:
            self._renew()
        self._left -= count
        rows = self._rng.integers(0, len(self._kept), count)
        latents, quality, picture, label = zip(*(self._kept[row] for row in rows))
        layout = torch.channels_last
        return (
            torch.stack(latents).contiguous(memory_format=layout), torch.tensor(quality),
            torch.stack(picture).contiguous(memory_format=layout), torch.tensor(label),
        )  # fmt: skip

    def _renew(self) -> None:
        pixels, labels = self._draw(self._chunk)
        place = round(SEGMENT * self._rng.uniform(*self._qualities))
        place = min(place, QUALITIES - 1)
        latents, _ = self._coder.decoded(pixels, place)
        quality = [place / SEGMENT] * len(pixels)
        self._kept += zip(latents, quality, to_tensor(pixels), labels.tolist())
        self._kept = self._kept[-KEPT * self._chunk :]
        self._left += USES * len(pixels)


class HeadBatches:
    """Coded batches: latents, quality, picture, labels (or none)."""

    def __init__(self, model: Codec, arguments: argparse.Namespace) -> None:
        self.rng = np.random.default_rng(arguments.seed)
        self._count, self._side = arguments.batch, arguments.crop
        coder = FileCoder(model, arguments.fit)
        self._store = PictureStore(arguments.data)
        qualities, self._labelled = arguments.qualities, None
        if arguments.head == "classification":
            self._pictures, self._labels = load_cifar(arguments.cifar, "train")
            self._labelled = Pool(coder, self._sheets, SIDE, qualities, self.rng)
            qualities = [0, ANCHORS - 1]
        self._photos = Pool(coder, self._crops, self._side, qualities, self.rng)

    def _sheets(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        rows = self.rng.integers(0, len(self._pictures), count)
        moved = augmented(to_tensor(self._pictures[rows]), self.rng) + 128
        return moved.byte().permute(0, 2, 3, 1).numpy(), self._labels[rows]

    def _crops(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        return self._store.batch(count, self._side, self.rng), np.full(count, -1)

    def next(self) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
        """A batch."""
        if self._labelled is None:
            return (*self._photos.batch(self._count)[:3], None)
        if self.rng.random() >= PHOTOS:
            return self._labelled.batch(self._count)
        # As many pixels as in a batch of the labelled.
        count = max(1, self._count * SIDE**2 // self._side**2)
        return (*self._photos.batch(count)[:3], None)
