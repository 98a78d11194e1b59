"""Runs the grid: each task once, its needs first, a row written after each."""

from __future__ import annotations

import os
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context
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
from .coding import real_bits
from .grid import Task
from .lattice import cell_numbers, dequantize, quantize
from .results import Results
from .training import Goal, Paper, train, train_critic, train_reader
from .yardstick import Yardstick


@dataclass
class Places:
    """Folders: data, the grid's checkpoints, those of `rdc-train digits`."""

    data: Path
    checkpoints: Path
    digits: Path


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
        self.reader = self.load_reader()

    def classifier(self, name: str, model: nn.Module) -> nn.Module:
        model.load_state_dict(ours.stored(self.places.digits / f"{name}.pt")["model"])
        return half(model)

    def checkpoint(self, name: str) -> Checkpoint:
        return Checkpoint(self.places.checkpoints / f"{name.replace('/', '_')}.pt")

    def load_reader(self) -> nn.Module:
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
        return {
            "data": "MNIST, 60,000 pictures to train on and 10,000 to measure (CC BY-SA 3.0)",
            "torch": torch.__version__,
            "measuringClassifierAccuracy": accuracy(self.measure, self.test),
            "lossClassifierAccuracy": accuracy(self.reader, self.test),
            "floor": self.yardstick.floor(),
            "bits": "realBits: one arithmetic-coded stream of all test pictures, decoded again;"
            " idealBits: the mean of -log2 P; tables counted on the training set",
            "units": "MSE a pixel on [0, 1], PSNR in dB, crossEntropy in nats by the measuring"
            " classifier, lossCrossEntropy by the one in the losses, slicedWasserstein2 in"
            " gray levels on [0, 1], frechet in squared features",
        }

    def run(self, task: Task) -> dict:
        """Trains what is not trained, and measures; a row."""
        started, system = time.process_time(), task.settings["system"]
        if system in ("end-to-end", "universal"):
            figures = self.paper(task)
        elif system == "ours":
            figures = ours.measure_ours(
                task.settings, self.places.digits, self.guide, self.yardstick
            )
        elif system == "specialist":
            figures = ours.measure_specialist(
                task.settings, self.places.checkpoints, self.train, self.guide, self.yardstick
            )
        else:
            figures = ours.measure_centroids(task.settings, self.train, self.yardstick)
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


_bench: Bench | None = None


def prepare(places: Places) -> None:
    """Sets a process up: one thread, data and classifiers loaded."""
    global _bench
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    _bench = Bench(places)


def work(task: Task) -> dict:
    assert _bench is not None
    return _bench.run(task)


def pending(results: Results, places: Places, only: str) -> list[Task]:
    """What is to be done, with the needs of it; ours only with its checkpoints."""
    tasks = {task.name: task for task in grid.grid()}
    for task in tasks.values():
        if task.settings["system"] == "ours":
            task.settings["checkpoints"] = [
                ours.digest(path) for path in ours.paths(places.digits, task.settings)
            ]
    wanted = [
        task for task in tasks.values()
        if fnmatch(task.name, only) and not results.has(task.name, task.settings)
    ]
    needed = {
        name for task in wanted for name in task.needs
        if not results.has(name, tasks[name].settings)
    }
    return [task for task in tasks.values() if task in wanted or task.name in needed]


def experiment(places: Places, path: Path, jobs: int, only: str = "*") -> None:
    """Trains and measures what the results file does not hold yet."""
    results = Results.read(path) if path.exists() else Results(path)
    todo = pending(results, places, only)
    for name in ("guide", "measure"):
        ours.stored(places.digits / f"{name}.pt")
    for task in todo:
        if "missing" in task.settings.get("checkpoints", []):
            for part in ours.paths(places.digits, task.settings):
                ours.stored(part)
    seconds = sum(task.seconds for task in todo)
    print(f"{len(todo)} rows to do, about {seconds / 60:.0f} minutes of one core", flush=True)
    if not todo:
        return
    # Threads of their own would fight for the cores that the jobs share.
    os.environ["OMP_NUM_THREADS"] = "1"
    prepare(places)
    assert _bench is not None
    results.setup = _bench.setup()
    results.write()

    def finish(row: dict) -> None:
        results.put(row)
        print(
            f"{row['name']}: {row.get('realBits', row['idealBits']):.3f} bits,"
            f" MSE {row['mse']:.4f}, accuracy {row['accuracy']:.4f},"
            f" CE {row['crossEntropy']:.3f}, Fréchet {row['frechet']:.2f},"
            f" sliced W2 {row['slicedWasserstein2']:.4f}, {row['seconds']:.0f} s", flush=True,
        )

    if jobs == 1:
        for task in in_order(todo):
            finish(work(task))
    else:
        in_parallel(todo, places, jobs, finish)


def in_order(todo: list[Task]) -> list[Task]:
    """The given order, but every task behind what it needs."""
    left, done = list(todo), []
    while left:
        names = {task.name for task in left}
        ready = next(task for task in left if not names & set(task.needs))
        left.remove(ready)
        done.append(ready)
    return done


def in_parallel(todo: list[Task], places: Places, jobs: int, finish) -> None:
    """As many processes as asked, each with one thread."""
    with ProcessPoolExecutor(jobs, get_context("spawn"), prepare, (places,)) as pool:
        left, running = list(todo), dict[Future, Task]()
        while left or running:
            open_names = {task.name for task in [*left, *running.values()]}
            for task in [t for t in left if not open_names & set(t.needs)]:
                if len(running) < jobs:
                    left.remove(task)
                    running[pool.submit(work, task)] = task
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                running.pop(future)
                finish(future.result())
