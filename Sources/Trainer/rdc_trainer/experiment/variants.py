"""The codec at 4.75 bits with one thing changed, all else trained alike.

What is changed: the resolution of the dither, from none (a deterministic
lattice) to the 64 places that files have; the label's weight in the search; or
whether the networks of the pack are tuned to it or left as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.data import Digits
from ..digits.heads import Encoded, train_classification
from ..digits.models import RUNGS
from ..digits.perceptual_training import PerceptualTraining, Weights, train_perceptual
from ..digits.search import TUNED, Searcher, train_codec
from ..digits.settings import SEED, SETTINGS
from ..digits.stages import half
from ..digits.tables import count_tables
from . import ours
from .ours import Searched
from .yardstick import Yardstick


@dataclass(frozen=True)
class Change:
    """What a variant has of its own.

    `codec` and `heads` are `tuned` or `shipped`; a shipped codec may search with
    another weight of the label than it was trained with.
    """

    rung: str
    dither_bits: int
    mu: float
    codec: str
    heads: str
    codec_steps: int
    classification_steps: int
    perceptual_steps: int

    @staticmethod
    def of(settings: dict) -> "Change":
        return Change(
            settings["rung"], settings["ditherBits"], settings["mu"], settings["codec"],
            settings["heads"], settings["codecSteps"], settings["classificationSteps"],
            settings["perceptualSteps"],
        )

    @property
    def stem(self) -> str:
        """Such as `variant-3x3-tuned-4-0.015`."""
        return f"variant-{self.rung}-{self.codec}-{self.dither_bits}-{self.mu:g}"


class Variant:
    """A changed codec, the training set as it writes it, and its heads."""

    def __init__(
        self, change: Change, digits: Path, own: Path, train: Digits, test: Digits,
        guide: nn.Module,
    ) -> None:
        self.change, self.digits, self.own, self.guide = change, digits, own, guide
        rung = replace(RUNGS[change.rung], resolution=1 << change.dither_bits)
        shipped = ours.load_searcher(digits, change.rung)
        self.searcher = Searcher(rung, shipped.pixel, shipped.label, change.mu)
        if change.codec == "tuned":
            self.tune(train)
        self.encoded = Encoded(self.searcher, train, 1, SEED)
        self.searcher.table = count_tables(rung, self.encoded.cells, self.encoded.places)
        self.searched = Searched(self.searcher, guide, test)

    def checkpoint(self, stage: str) -> Checkpoint:
        return Checkpoint(self.own / f"{self.change.stem}-{stage}.pt")

    def tune(self, train: Digits) -> None:
        """Goes on with the shipped codec."""
        chosen, searcher = SETTINGS[self.change.rung], self.searcher
        for network in (searcher.pixel, searcher.label):
            network.requires_grad_(True)
        train_codec(
            searcher.rung, searcher.pixel, searcher.label, train, self.checkpoint("codec"),
            self.change.mu, self.change.codec_steps, SEED, chosen.dithers, chosen.shared, TUNED,
        )
        half(searcher.pixel)
        half(searcher.label)

    def head(self, name: str) -> nn.Sequential:
        """A head as it is shipped, or tuned to this variant's cells."""
        rung = self.searcher.rung
        if name == "distortion":
            return self.searcher.pixel
        shipped = ours.load_head(RUNGS[rung.name], name, self.digits / f"{rung.name}-{name}.pt")
        if self.change.heads == "shipped":
            return shipped
        if name == "classification":
            head = shipped.requires_grad_(True)
            train_classification(
                head, [self.guide], self.encoded, self.checkpoint(name),
                SETTINGS[rung.name].classification, self.change.classification_steps, SEED,
            )
        else:
            head = shipped.requires_grad_(True)
            training = PerceptualTraining(
                head, self.guide, self.searcher, self.encoded, Weights(teacher=15), trained=True
            )
            train_perceptual(
                training, self.checkpoint(name), self.change.perceptual_steps, SEED
            )
        return half(head)


def measure_variant(name: str, variant: Variant, yardstick: Yardstick) -> dict:
    """One head of a variant."""
    head, searched = variant.head(name), variant.searched
    return ours.read_figures(searched, yardstick, lambda seed: searched.pixels(head, seed), head)
