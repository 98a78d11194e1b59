"""Specialists: encoders and heads by the code of ours, for one goal each."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.data import Digits
from ..digits.heads import Encoded, train_classification
from ..digits.models import RUNGS, label_head, perceptual_head, pixel_head
from ..digits.perceptual_training import PerceptualTraining, Weights, train_perceptual
from ..digits.search import Searcher, train_codec
from ..digits.settings import CLASSIFICATION_STEPS, SETTINGS
from ..digits.stages import half
from ..digits.tables import count_tables
from .ours import Searched
from .yardstick import Yardstick


def train_searcher(settings: dict, checkpoint: Checkpoint, train: Digits) -> Searcher:
    """A codec of the specialist's own μ, in as many steps as the universal one."""
    rung = RUNGS[settings["rung"]]
    torch.manual_seed(settings["seed"])
    pixel, label = pixel_head(rung), label_head(rung)
    train_codec(
        rung, pixel, label, train, checkpoint, settings["mu"], settings["steps"],
        settings["seed"], settings["dithers"], settings["shared"],
    )
    return Searcher(rung, half(pixel), half(label), settings["mu"])


def measure_specialist(
    settings: dict, folder: Path, train: Digits, guide: nn.Module, yardstick: Yardstick
) -> dict:
    """Trains encoder and head for one goal alone, and measures them."""
    head, chosen = settings["head"], SETTINGS[settings["rung"]]
    codec = "distortion" if head == "perceptual" else head
    searcher = train_searcher(settings, Checkpoint(folder / f"specialist-{codec}-codec.pt"), train)
    encoded = Encoded(searcher, train, 1 if head == "distortion" else chosen.rounds, 1)
    searcher.table = count_tables(searcher.rung, encoded.cells, encoded.places)
    searched = Searched(searcher, guide, yardstick.test)
    model, checkpoint = searcher.pixel, Checkpoint(folder / f"specialist-{head}.pt")
    if head == "classification":
        model = pixel_head(searcher.rung)
        model.load_state_dict(searcher.pixel.state_dict())
        train_classification(
            model, [guide], encoded, checkpoint, settings["headWeight"],
            CLASSIFICATION_STEPS, settings["seed"],
        )
    elif head == "perceptual":
        torch.manual_seed(settings["seed"])
        model = perceptual_head(searcher.rung)
        training = PerceptualTraining(model, guide, searcher, encoded, Weights())
        train_perceptual(training, checkpoint, settings["headSteps"], settings["seed"])
    return {**searched.rate, **yardstick.figures(searched.pixels(half(model)))}
