"""Checkpoints from a shipped pack, so that trainings go on where it ends.

A pack has weights as float16 and neither critics nor optimizers: a stage that
was finished is finished again, and a head in between of training begins with
the weights alone. The encoded training set is searched anew.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from ..checkpoints import Checkpoint
from ..pack import Pack
from . import settings
from .between import checkpoint_name
from .data import Digits
from .heads import Encoded
from .models import (
    RUNGS, Rung, analysis, guide_classifier, label_head, measuring_classifier,
    perceptual_head, pixel_head,
)
from .search import Searcher


def head_of_kind(rung: Rung, head: str) -> nn.Sequential:
    """An untrained head of a rung."""
    return perceptual_head(rung) if head == "perceptual" else pixel_head(rung)


class PackCheckpoints:
    """Writes a pack's networks as the checkpoints of `rdc-train digits`."""

    def __init__(self, pack: Path, checkpoints: Path):
        self.pack = Pack(pack)
        self.folder = checkpoints

    def network(self, graph: str, model: nn.Sequential) -> nn.Sequential:
        """The model with a graph's weights, frozen."""
        self.pack.restore(graph, model)
        return model.eval().requires_grad_(False)

    def save(self, name: str, state: dict) -> None:
        Checkpoint(self.folder / f"{name}.pt").save(state)

    def restore(self, data: Digits) -> None:
        """Every stage of the pack; `data` is the training set."""
        for name, model in (("guide", guide_classifier()), ("measure", measuring_classifier())):
            self.network(name, model)
            self.save(
                name, {"model": model.state_dict(), "epoch": settings.CLASSIFIER_EPOCHS}
            )
        for entry in self.pack.description["rungs"]:
            self.rung(entry, data)

    def rung(self, entry: dict, data: Digits) -> None:
        """One rung: its codec, tables, f(x), heads and heads between."""
        name = entry["name"]
        rung, chosen = RUNGS[name], settings.SETTINGS[name]
        pixel = self.network(entry["heads"]["distortion"], pixel_head(rung))
        label = self.network(entry["label"], label_head(rung))
        self.save(
            f"{name}-codec",
            {"pixel": pixel.state_dict(), "label": label.state_dict(), "step": chosen.steps},
        )
        table = self.pack.tensors[entry["table"]]
        search = entry["search"]
        searcher = Searcher(rung, pixel, label, search["classification"], table, search["rate"])
        encoded = Encoded(searcher, data, chosen.rounds, settings.SEED)
        self.save(f"{name}-tables", {"table": table, "encoded": encoded})
        f = self.network(entry["analysis"], analysis(rung))
        self.save(f"{name}-analysis", {"f": f.state_dict()})
        for head, graph in entry["heads"].items():
            if head != "distortion":
                self.head(rung, head, f"{name}-{head}", graph, chosen.perceptual_steps)
        for head, knots in entry.get("between", {}).items():
            # The more squared error weighs, the nearer to the distortion head.
            weights = sorted(settings.BETWEEN[name][head], reverse=head == "perceptual")
            for weight, knot in zip(weights, knots, strict=True):
                stem = checkpoint_name(name, head, weight)
                steps = settings.between_steps(name, weight)
                self.head(rung, head, stem, knot["graph"], steps)

    def head(self, rung: Rung, head: str, name: str, graph: str, steps: int) -> None:
        model = self.network(graph, head_of_kind(rung, head))
        self.save(name, {"head": model.state_dict(), "step": steps})
