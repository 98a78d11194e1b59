"""Writes the digit pack: every rung's graphs and tables, and both classifiers."""

from __future__ import annotations

import math
from pathlib import Path

from torch import nn

from ..pack import PackBuilder
from . import settings
from .between import HeadBetween
from .models import NOISE, PIXELS, RESOLUTION
from .stages import TrainedRung


def graph_between(rung: str, head: str, between: HeadBetween) -> str:
    """Such as `3x3/perceptual/0.56`."""
    return f"{rung}/{head}/{between.strength:g}"


def export(
    path: Path, rungs: list[TrainedRung], guide: nn.Module, measure: nn.Module,
    accuracies: dict[str, float], commit: str,
) -> int:
    """Writes the pack and returns its fingerprint."""
    pack = PackBuilder("digits")
    pack.graph("guide", guide, [("picture", [PIXELS])])
    pack.graph("measure", measure, [("picture", [PIXELS])], {"features": len(measure) - 2})
    described = []
    for trained in rungs:
        rung = trained.searcher.rung
        name = rung.name
        latent = [("latent", [rung.latents]), ("cell", [rung.latents * rung.levels])]
        pack.graph(f"{name}/analysis", trained.analysis, [("picture", [PIXELS])])
        pack.graph(f"{name}/label", trained.searcher.label, latent)
        for head, model in trained.heads.items():
            noise = [("noise", [NOISE])] if head == "perceptual" else []
            pack.graph(f"{name}/{head}", model, latent + noise)
            for one in trained.between.get(head, []):
                pack.graph(graph_between(name, head, one), one.head, latent + noise)
        pack.tensor(f"{name}/table", trained.searcher.table)
        entry = {
            "name": name,
            "bits": round(math.log2(rung.levels) * rung.latents, 2),
            "latents": rung.latents, "levels": rung.levels,
            "table": f"{name}/table", "analysis": f"{name}/analysis",
            "label": f"{name}/label",
            "heads": {head: f"{name}/{head}" for head in trained.heads},
            "search": {"classification": trained.searcher.mu, "rate": trained.searcher.price},
            "figures": trained.figures,
        }
        if trained.between:
            entry["between"] = {
                head: [
                    {"strength": one.strength, "graph": graph_between(name, head, one)}
                    for one in found
                ]
                for head, found in trained.between.items()
            }
        described.append(entry)
    return pack.write(
        path,
        {
            "kind": "latent-vector",
            "picture": {"width": 28, "height": 28, "channels": 1},
            "ditherResolution": RESOLUTION,
            "noise": NOISE,
            "defaultRung": 1,
            "labels": [str(digit) for digit in range(10)],
            "classifiers": {"guide": "guide", "measure": "measure"},
            "rungs": described,
            "provenance": {
                "data": "MNIST training set, 60,000 pictures (LeCun, Cortes, Burges; CC BY-SA 3.0)",
                "command": "rdc-train digits --data DATA/mnist --checkpoints CHECKPOINTS --out digits.rdcpack",
                "commit": commit,
                "seed": settings.SEED,
                "accuracyOnOriginals": accuracies,
            },
        },
    )
