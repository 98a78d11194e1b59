"""One process's workbench: trains a task and measures it on the test set."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.classifiers import accuracy
from ..digits.data import Digits
from ..digits.models import RUNGS, draw_dither, guide_classifier, measuring_classifier
from ..digits.stages import half
from ..digits.tables import count_tables, ideal_bits
from . import grid, networks, ours
from .centroids import measure_centroids
from .coding import real_bits
from .grid import Task
from .lattice import cell_numbers, dequantize, quantize
from .specialists import measure_specialist
from .training import Goal, Paper, train, train_critic, train_reader
from .variants import Change, Variant, measure_variant
from .yardstick import Yardstick


@dataclass
class Places:
    """Folders: data, the grid's checkpoints, those of `rdc-train digits`."""

    data: Path
    checkpoints: Path
    digits: Path


def name_checkpoints(task: Task, places: Places) -> None:
    """Puts the checkpoints' digests among the settings of a row of ours."""
    if task.settings["system"] in ("ours", "blend", "separate", "variant"):
        found = ours.paths(places.digits, task.settings)
        task.settings["checkpoints"] = [ours.digest(path) for path in found]


class Bench:
    """What every task of a process shares."""

    def __init__(self, places: Places):
        device = torch.device("cpu")
        self.places = places
        self.train = Digits.load(places.data, "train", device)
        self.test = Digits.load(places.data, "t10k", device)
        self.guide = self.classifier("guide", guide_classifier())
        self.measure = self.classifier("measure", measuring_classifier())
        self.yardstick = Yardstick(self.test, self.measure)
        self._searched: dict[str, ours.Searched] = {}
        self._variant: Variant | None = None

    def classifier(self, name: str, model: nn.Module) -> nn.Module:
        model.load_state_dict(ours.stored(self.places.digits / f"{name}.pt")["model"])
        return half(model)

    def searched(self, rung: str) -> ours.Searched:
        """The test set as the universal encoder of a rung writes it."""
        if rung not in self._searched:
            searcher = ours.load_searcher(self.places.digits, rung)
            self._searched[rung] = ours.Searched(searcher, self.guide, self.test)
        return self._searched[rung]

    def variant(self, settings: dict) -> Variant:
        """A variant, kept for the rows of its other heads."""
        change = Change.of(settings)
        if self._variant is None or self._variant.change != change:
            places = self.places
            self._variant = Variant(
                change, places.digits, places.checkpoints, self.train, self.test, self.guide
            )
        return self._variant

    def checkpoint(self, name: str) -> Checkpoint:
        return Checkpoint(self.places.checkpoints / f"{name.replace('/', '_')}.pt")

    @cached_property
    def reader(self) -> nn.Module:
        """The classifier of the losses, trained by whoever comes first."""
        checkpoint = self.checkpoint("reader")
        if checkpoint.load() is None:
            model = train_reader(self.train, grid.READER_STEPS, grid.SEED)
            checkpoint.save({"model": model.state_dict()})
        model = networks.reader()
        model.load_state_dict(checkpoint.load()["model"])
        return model.eval().requires_grad_(False)

    def setup(self) -> dict:
        """What the rows have in common."""
        floor = self.yardstick.floor()
        return {
            "data": "MNIST, 60,000 pictures to train on and 10,000 to measure (CC BY-SA 3.0)",
            "torch": torch.__version__,
            "measuringClassifierAccuracy": floor["accuracy"],
            "lossClassifierAccuracy": accuracy(self.reader, self.test),
            "floor": floor,
            "bits": "realBits: one arithmetic-coded stream of all test pictures, decoded again;"
            " idealBits: the mean of -log2 P; tables counted on the training set",
            "units": "MSE a pixel on [0, 1], PSNR in dB, crossEntropy in nats by the measuring"
            " classifier, lossCrossEntropy by the one in the losses, slicedWasserstein2 in"
            " gray levels on [0, 1], frechet in squared features",
        }

    def run(self, task: Task) -> dict:
        """Trains what is not trained, and measures; a row."""
        started, system = time.process_time(), task.settings["system"]
        name_checkpoints(task, self.places)  # they may have changed since the start
        if system in ("end-to-end", "universal"):
            figures = self.paper(task)
        elif system in ("ours", "blend"):
            searched = self.searched(task.settings["rung"])
            figures = ours.measure_ours(
                task.settings, self.places.digits, searched, self.yardstick
            )
        elif system == "separate":
            figures = ours.measure_separate(
                task.settings, self.places.digits, self.checkpoint(task.name), self.guide,
                self.searched(task.settings["rung"]), self.yardstick,
            )
        elif system == "variant":
            variant = self.variant(task.settings)
            figures = measure_variant(task.settings["head"], variant, self.yardstick)
        elif system == "specialist":
            figures = measure_specialist(
                task.settings, self.places.checkpoints, self.train, self.guide, self.yardstick
            )
        else:
            figures = measure_centroids(task.settings, self.train, self.yardstick)
        return {
            "name": task.name, "settings": task.settings,
            "nominalBits": grid.bits(task.settings["rung"]), **figures,
            "seconds": round(time.process_time() - started, 1),
        }

    def paper(self, task: Task) -> dict:
        """The paper's systems; a universal one loads the encoder that it needs."""
        settings, rung = task.settings, RUNGS[task.settings["rung"]]
        system, checkpoint = Paper(rung, settings["seed"]), self.checkpoint(task.name)
        if (state := checkpoint.load()) and state["settings"] == settings:
            system.load(state)
        else:
            goal, latents = Goal(settings["goal"], settings["weight"]), None
            if task.needs:
                frozen = self.checkpoint(task.needs[0]).load()
                system.encoder.load_state_dict(frozen["encoder"])
                latents = system.latents(self.train.pictures)
            train(system, goal, self.train, self.reader, settings["steps"], latents)
            if goal.weight == 0 and rung.name == grid.MAIN:
                train_critic(system, self.train, settings["steps"])
            checkpoint.save({**system.state(), "settings": settings})
        judged = settings["goal"] == "perception" or (
            settings["weight"] == 0 and rung.name == grid.MAIN
        )
        return self.score(system, judged)

    @torch.no_grad()
    def score(self, system: Paper, judged: bool) -> dict:
        """Bits and figures on the test set, W1 by the system's own critic."""
        rung = system.rung
        generator = torch.Generator().manual_seed(7)
        trained = self.encode(system, self.train, generator)
        table = count_tables(rung, *trained)
        cells, places = self.encode(system, self.test, generator)
        inputs = dequantize(rung.cells()[cells], places, rung)
        pixels = torch.cat([system.decoder(x) for x in inputs.split(1000)])
        loss = F.cross_entropy(self.reader(pixels), self.test.labels)
        figures = {
            "realBits": real_bits(rung, table, cells, places),
            "idealBits": float(ideal_bits(rung, table, cells, places).mean()),
            **self.yardstick.figures(pixels), "lossCrossEntropy": loss.item(),
        }
        if judged:
            real, fake = system.critic(self.test.pictures), system.critic(pixels)
            figures["criticW1"] = (real.mean() - fake.mean()).item()
        return figures

    def encode(self, system: Paper, data: Digits, generator: torch.Generator):
        places = draw_dither(len(data.labels), system.rung, generator)
        indices = quantize(system.latents(data.pictures), places, system.rung)
        return cell_numbers(indices, system.rung), places
