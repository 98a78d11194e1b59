"""Runs the grid: each task once, its needs first, a row written after each."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

import torch

from . import grid, ours
from .bench import Bench, Places, name_checkpoints
from .grid import Task
from .results import Results

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
        name_checkpoints(task, places)
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
    if not results.setup:
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


def in_parallel(
    todo: list[Task], places: Places, jobs: int, finish: Callable[[dict], None]
) -> None:
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
