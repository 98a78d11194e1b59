"""What a head learns from: pictures and their latents from the frozen encoder."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor

from .cifar import augmented, load_cifar
from .data import PictureStore
from .model import SEARCH, Codec
from .train import to_tensor
from .transforms import hats

POOL = 48
"""Coded batches that are kept: every second step takes one of them again, with
noise and projections of its own."""


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
        if arguments.head == "classification":
            self.pictures, self.labels = load_cifar(arguments.cifar, "train")
        else:
            self.store = PictureStore(arguments.data)

    def _fresh(self) -> tuple:
        count, labels = self.settings.batch, None
        if self.settings.head == "classification":
            rows = self.rng.integers(0, len(self.pictures), count)
            x = augmented(to_tensor(self.pictures[rows]), self.rng)
            labels = torch.from_numpy(self.labels[rows])
        else:
            x = to_tensor(self.store.batch(count, self.settings.crop, self.rng))
        x = x.contiguous(memory_format=torch.channels_last)
        places = self.rng.uniform(*self.settings.qualities, count)
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
