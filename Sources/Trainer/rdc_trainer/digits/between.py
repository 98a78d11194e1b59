"""Stage 6: heads between the distortion head and another one, for the dial.

They are trained as the head that the dial leads to, with more weight on squared
error. A head's strength is where the plain blend of the two ends has as much
squared error, so that the dial means the same with such heads and without them.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from . import settings
from .heads import Encoded, train_classification
from .models import perceptual_head, pixel_head, reads_noise
from .perceptual import draw_noise, train_perceptual
from .search import Searcher


@dataclass
class HeadBetween:
    """A head between the ends, and the strength that it stands for."""

    strength: float
    head: nn.Sequential


def checkpoint_name(rung: str, head: str, weight: float) -> str:
    """Such as `3x3-perceptual-120`."""
    return f"{rung}-{head}-{weight:g}"


def train_between(
    head: str, weight: float, searcher: Searcher, guide: nn.Module, encoded: Encoded,
    checkpoint: Checkpoint, end: Checkpoint,
) -> nn.Sequential:
    """Trains a head on the way to `head`, whose own checkpoint is `end`.

    `weight` is λc for `classification`, which begins as the distortion head,
    and the pull of squared error for `perceptual`, which begins as the shipped
    head and its critic.
    """
    if head == "classification":
        model = pixel_head(searcher.rung).to(encoded.pictures.device)
        train_classification(
            model, searcher.pixel, [guide], encoded, checkpoint, weight,
            settings.CLASSIFICATION_STEPS, settings.SEED,
        )
        return model
    model = perceptual_head(searcher.rung).to(encoded.pictures.device)
    if checkpoint.load() is None:
        state = end.load()
        if state is None:
            raise FileNotFoundError(f"{end.path}: its head has to be trained first")
        checkpoint.save(state | {"step": 0})
    train_perceptual(
        model, guide, encoded, checkpoint, settings.BETWEEN_STEPS, settings.SEED, pull=weight
    )
    return model


@torch.no_grad()
def squared_error(model: nn.Sequential, encoded: Encoded) -> float:
    """MSE of training pictures as they are decoded, the same ones for every head."""
    rows = torch.arange(settings.STRENGTH_PICTURES)
    inputs, originals = encoded.inputs(rows), encoded.pictures[encoded.rows[rows]]
    if reads_noise(model, encoded.rung):
        noise = draw_noise(len(rows), torch.Generator().manual_seed(settings.SEED))
        inputs = torch.cat([inputs, noise.to(inputs.device)], 1)
    pixels = torch.cat([model(x) for x in inputs.split(1000)]).clamp(0, 1)
    return F.mse_loss(pixels, originals).item()


def with_strengths(
    distortion: nn.Sequential, between: list[nn.Sequential], end: nn.Sequential, encoded: Encoded
) -> list[HeadBetween]:
    """The heads between by rising strength.

    A blend d + t (h - d) of a distortion head that is the mean of its cell has
    t² of the squared error that h adds, so t is a root.
    """
    least, most = squared_error(distortion, encoded), squared_error(end, encoded)
    found = []
    for head in between:
        share = (squared_error(head, encoded) - least) / (most - least)
        found.append(HeadBetween(round(share**0.5, 2), head))
    return sorted(found, key=lambda one: one.strength)
