"""What a head learns from: pictures and their latents from the frozen encoder."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor

from .cifar import augmented, load_cifar
from .classifiers import SIDE
from .data import PictureStore
from .model import SEARCH, Codec
from .train import to_tensor
from .transforms import ANCHORS, hats

POOL = 48
"""Coded batches that are kept: every second step takes one of them again, with
noise and projections of its own."""

PHOTOS = 0.25
"""Share of batches, in the training of the classification head, that are crops of
photos at any quality: without them it draws lattices into flat places and at rates
that CIFAR-10 pictures do not have."""


@torch.no_grad()
def coded(model: Codec, picture: Tensor, quality: Tensor) -> Tensor:
    """Decoded latents in picture units, nearly as the search encoder's."""
    steps = model.steps(quality)
    values = model.analysis(picture, quality) / steps
    return model.quantized(values, hats(quality), SEARCH)[0] * steps


class HeadBatches:
    """Coded batches: latents, quality, picture, labels (or none)."""

    def __init__(self, model: Codec, arguments: argparse.Namespace) -> None:
        self.model = model
        self.rng = np.random.default_rng(arguments.seed)
        self.settings = arguments
        self.pool: list[tuple] = []
        self.store = PictureStore(arguments.data)
        self.labelled = arguments.head == "classification"
        if self.labelled:
            self.pictures, self.labels = load_cifar(arguments.cifar, "train")

    def _labelled(self) -> tuple:
        rows = self.rng.integers(0, len(self.pictures), self.settings.batch)
        x = augmented(to_tensor(self.pictures[rows]), self.rng)
        return x, self.settings.qualities, torch.from_numpy(self.labels[rows])

    def _crops(self) -> tuple:
        count, qualities = self.settings.batch, self.settings.qualities
        if self.labelled:  # As many pixels as in a batch of the labelled.
            count = max(1, count * SIDE**2 // self.settings.crop**2)
            qualities = [0, ANCHORS - 1]
        return to_tensor(self.store.batch(count, self.settings.crop, self.rng)), qualities, None

    def _fresh(self) -> tuple:
        labelled = self.labelled and self.rng.random() >= PHOTOS
        x, qualities, labels = self._labelled() if labelled else self._crops()
        x = x.contiguous(memory_format=torch.channels_last)
        places = self.rng.uniform(*qualities, len(x))
        quality = torch.from_numpy(places.astype(np.float32))
        return coded(self.model, x, quality), quality, x, labels

    def next(self) -> tuple:
        """A batch, new or from the pool."""
        if len(self.pool) == POOL and self.rng.random() < 0.5:
            return self.pool[self.rng.integers(POOL)]
        batch = self._fresh()
        self.pool.append(batch)
        self.pool = self.pool[-POOL:]
        return batch
