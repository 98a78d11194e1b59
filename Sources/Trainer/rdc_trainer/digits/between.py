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
from .perceptual import draw_noise
from .perceptual_training import WARM_UP, PerceptualTraining, Weights, train_perceptual
from .search import Searcher


@dataclass
class HeadBetween:
    """A head between the ends, and the strength that it stands for."""

    strength: float
    head: nn.Sequential


def checkpoint_name(rung: str, head: str, weight: float) -> str:
    """Such as `3x3-perceptual-120`."""
    return f"{rung}-{head}-{weight:g}"


def stored(checkpoint: Checkpoint) -> dict:
    """The state of a head that has to be trained first."""
    state = checkpoint.load()
    if state is None:
        raise FileNotFoundError(f"{checkpoint.path}: its head has to be trained first")
    return state


def keep_widest_layer(model: nn.Sequential) -> None:
    """Rounds the layer with the most weights as the pack does, and freezes it.

    It is nearly all of a head. Heads between share it with the head at their
    end, in training and in the pack.
    """
    widest = max(model, key=lambda module: sum(p.numel() for p in module.parameters()))
    for parameter in widest.parameters():
        parameter.data.copy_(parameter.data.half().float())
        parameter.requires_grad_(False)


def train_between(
    head: str, weight: float, searcher: Searcher, guide: nn.Module, encoded: Encoded,
    checkpoint: Checkpoint, end: Checkpoint, whole: bool,
) -> nn.Sequential:
    """Trains a head on the way to `head`, whose own checkpoint is `end`.

    `weight` is λc for `classification` and the pull of squared error for
    `perceptual`, which begins as its end, with its critic, and unless it is `whole`
    shares the widest layer with it. A classification head begins as the distortion
    head.
    """
    device = encoded.pictures.device
    steps = settings.between_steps(searcher.rung.name, weight)
    if head == "classification":
        model = pixel_head(searcher.rung).to(device)
        model.load_state_dict(searcher.pixel.state_dict())
        train_classification(
            model, [guide], encoded, checkpoint, weight, steps, settings.SEED
        )
        return model
    model = perceptual_head(searcher.rung).to(device)
    state = stored(end)
    model.load_state_dict(state["head"])
    if not whole:
        keep_widest_layer(model)
    if checkpoint.load() is None:
        weights = {name: value.clone() for name, value in model.state_dict().items()}
        critic = {name: state[name] for name in ("critic", "od") if name in state}
        first = 0 if critic else -WARM_UP  # a head from a pack has no critic
        checkpoint.save({"now": weights, "head": weights, "step": first, **critic})
    train_perceptual(
        PerceptualTraining(model, guide, searcher, encoded, Weights(pull=weight)), checkpoint,
        steps, settings.SEED,
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
