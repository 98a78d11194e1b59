"""The stages of the digit pack in order; each resumes from its checkpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ..checkpoints import Checkpoint
from . import settings
from .between import HeadBetween, checkpoint_name, train_between, with_strengths
from .classifiers import accuracy, train_classifier
from .data import Digits
from .evaluate import evaluate
from .heads import Encoded, train_analysis, train_classification
from .held_out import HeldOut
from .models import (
    RUNGS, Rung, analysis, guide_classifier, label_head, measuring_classifier,
    perceptual_head, pixel_head,
)
from .painter import begin_with
from .perceptual_training import PerceptualTraining, Weights, train_perceptual
from .search import Searcher, train_codec
from .tables import count_tables


def half(model: nn.Module) -> nn.Module:
    """Rounds weights to what the pack stores, freezes and returns the model."""
    for parameter in model.parameters():
        parameter.data.copy_(parameter.data.half().float())
        parameter.requires_grad_(False)
    return model.eval()


@dataclass
class TrainedRung:
    """All of one rung, as it goes into the pack."""

    searcher: Searcher
    analysis: nn.Module
    heads: dict[str, nn.Module]
    between: dict[str, list[HeadBetween]]
    figures: dict


class Workshop:
    """Data, checkpoints and the classifiers that every rung shares."""

    def __init__(self, data: Path, checkpoints: Path, device: torch.device):
        self.train = Digits.load(data, "train", device)
        self.test = Digits.load(data, "t10k", device)
        self.checkpoints = checkpoints
        self.device = device

    def checkpoint(self, name: str) -> Checkpoint:
        return Checkpoint(self.checkpoints / f"{name}.pt")

    def classifier(self, name: str) -> nn.Module:
        """`guide` (kernels 3, max pooling) or `measure` (kernels 5, strides)."""
        seed = {"guide": settings.SEED, "measure": settings.SEED + 50}[name]
        torch.manual_seed(seed)
        model = guide_classifier() if name == "guide" else measuring_classifier()
        model.to(self.device)
        train_classifier(
            model, self.train, self.test, self.checkpoint(name), settings.CLASSIFIER_EPOCHS, seed
        )
        print(f"{name}: test accuracy {accuracy(half(model), self.test):.4f}", flush=True)
        return model

    def rung(self, rung: Rung, guide: nn.Module, measure: nn.Module) -> TrainedRung:
        """Trains what is not trained yet of one rung."""
        chosen = settings.SETTINGS[rung.name]
        torch.manual_seed(settings.SEED)
        pixel, label = pixel_head(rung).to(self.device), label_head(rung).to(self.device)
        train_codec(
            rung, pixel, label, self.train, self.checkpoint(f"{rung.name}-codec"), chosen.mu,
            chosen.steps, settings.SEED, chosen.dithers, chosen.shared,
        )
        searcher = Searcher(rung, half(pixel), half(label), chosen.mu, None, chosen.price)
        encoded = self.encode(searcher, chosen.rounds)

        f = analysis(rung).to(self.device)
        train_analysis(
            f, searcher, self.train, self.checkpoint(f"{rung.name}-analysis"),
            settings.ANALYSIS_STEPS, settings.SEED,
        )
        reader = pixel_head(rung).to(self.device)
        reader.load_state_dict(pixel.state_dict())
        train_classification(
            reader, [guide], encoded, self.checkpoint(f"{rung.name}-classification"),
            chosen.classification, settings.CLASSIFICATION_STEPS, settings.SEED,
        )
        painter, begun = self.painter(encoded)
        weights = Weights(places=chosen.places, teacher=chosen.teacher, label=chosen.label)
        train_perceptual(
            PerceptualTraining(painter, guide, searcher, encoded, weights, begun),
            self.checkpoint(f"{rung.name}-perceptual"), chosen.perceptual_steps, settings.SEED,
            lambda head: HeldOut.of(encoded, pixel, measure).line(head),
        )
        heads = {
            "distortion": pixel, "perceptual": half(painter), "classification": half(reader)
        }
        between = self.between(searcher, heads, guide, encoded)
        figures = evaluate(searcher, heads, guide, measure, self.test)
        figures["withoutSearch"] = evaluate(
            searcher, {"distortion": pixel}, guide, measure, self.test, half(f)
        )
        print(json.dumps(figures, indent=1), flush=True)
        return TrainedRung(searcher, f, heads, between, figures)

    def between(
        self, searcher: Searcher, heads: dict[str, nn.Module], guide: nn.Module, encoded: Encoded
    ) -> dict[str, list[HeadBetween]]:
        """The heads between the distortion head and others, where a rung has some."""
        name, found = searcher.rung.name, {}
        for head, weights in settings.BETWEEN.get(name, {}).items():
            models = []
            for weight in weights:
                checkpoint = self.checkpoint(checkpoint_name(name, head, weight))
                end = self.checkpoint(f"{name}-{head}")
                models.append(
                    train_between(
                        head, weight, searcher, guide, encoded, checkpoint, end,
                        whole=name in settings.WHOLE_BETWEEN,
                    )
                )
            found[head] = with_strengths(
                heads["distortion"], [half(model) for model in models], heads[head], encoded
            )
        return found

    def painter(self, encoded: Encoded) -> tuple[nn.Sequential, bool]:
        """The perceptual head before training, and whether it is trained already:
        what a picture of a digit looks like is the same at every rate, so the
        later ones begin with the first.
        """
        torch.manual_seed(settings.SEED)
        painter, first = perceptual_head(encoded.rung), settings.FIRST_PAINTER
        trained = self.checkpoint(f"{first}-perceptual").load()
        if encoded.rung.name == first or trained is None:
            return painter.to(self.device), False
        teacher = perceptual_head(RUNGS[first])
        teacher.load_state_dict(trained["head"])
        begin_with(painter, encoded, teacher, self.checkpoint(f"{first}-tables").load()["encoded"])
        return painter.to(self.device), True

    def encode(self, searcher: Searcher, rounds: int) -> Encoded:
        """Encodes the training set and sets the searcher's tables from it.

        With a price on bits the choice depends on the tables, so they are
        counted a second time under the first ones.
        """
        path = self.checkpoint(f"{searcher.rung.name}-tables")
        if state := path.load():
            searcher.table = state["table"]
            return state["encoded"]
        for _ in range(2 if searcher.price > 0 else 1):
            encoded = Encoded(searcher, self.train, rounds, settings.SEED)
            searcher.table = count_tables(searcher.rung, encoded.cells, encoded.places)
        path.save({"table": searcher.table, "encoded": encoded})
        return encoded


def parse_rungs(text: str) -> list[Rung]:
    """`all`, or names such as `3x3` with commas between them."""
    names = list(RUNGS) if text == "all" else text.split(",")
    return [RUNGS[name] for name in names]


def training_order(rung: Rung) -> bool:
    """Sorts the rung first whose painter the others begin with."""
    return rung.name != settings.FIRST_PAINTER
