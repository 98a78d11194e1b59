"""A run over all shards of a source, on Ray Data.

Each shard is one row of a Ray data set, and `map_batches` hands the rows to the
workers; what a killed worker had in hand is handed to another one. A shard is
finished when its summary is there, which is written last.
"""

import json
import os
import pathlib
import pickle
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

from rdc.dataset import _inputs, _outputs
from rdc.dataset._rows import Decode, Encode, Work

_PLAN = "_plan.json"
_SUMMARIES = "_summaries"


@dataclass
class Summary:
    """What a shard, or a run, has come to.

    Attributes:
        pictures: rows with a picture.
        failures: rows with an error.
        bits: of all .rdc files.
        pixels: of all pictures.
        seconds: that workers took; of a run, that it took from start to end.
        done: of a run, the pictures that were not there before.
    """

    pictures: int = 0
    failures: int = 0
    bits: int = 0
    pixels: int = 0
    seconds: float = 0.0
    done: int = 0

    def table(self) -> str:
        """The closing table."""
        rate = self.done / self.seconds if self.seconds else 0.0
        rows = [
            ("pictures", f"{self.pictures}"),
            ("real bits", f"{self.bits}"),
            ("bits a pixel", f"{self.bits / max(1, self.pixels):.4f}"),
            ("failures", f"{self.failures}"),
            ("pictures a second", f"{rate:.1f}"),
        ]
        return "\n".join(f"{name:18}{value:>14}" for name, value in rows)


@dataclass(frozen=True)
class Job:
    """What every worker of a run has to know."""

    target: str
    format: str
    encodes: bool
    settings: dict[str, Any]
    codec: dict[str, Any]

    def work(self) -> Work:
        """What is done with each row."""
        if self.encodes:
            return Encode(self.settings, self.codec)
        return Decode(**self.settings, codec=self.codec)

    def path(self, number: int) -> pathlib.Path:
        """Where a shard goes."""
        return pathlib.Path(self.target, f"part-{number:05}.{self.format}")

    def summary(self, number: int) -> pathlib.Path:
        """Where its summary goes."""
        return pathlib.Path(self.target, _SUMMARIES, f"{number:05}.json")


class Worker:
    """Does whole shards, one after the other."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.work = job.work()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Does the shards of a batch; gives their numbers back."""
        for number, shard in zip(batch["number"], batch["shard"], strict=True):
            self.do(int(number), pickle.loads(shard))
        return {"number": batch["number"]}

    def do(self, number: int, shard: _inputs.Shard) -> None:
        """Does a shard, row by row, and writes its summary."""
        start = time.monotonic()
        summary = Summary()
        writer = _outputs.WRITERS[self.job.format](self.job.path(number), self.work)
        for row in shard.rows():
            for result in self.work(row):
                writer.write(result)
                summary.pictures += result.error is None
                summary.failures += result.error is not None
                summary.bits += result.bits
                summary.pixels += result.width * result.height
        writer.close()
        summary.seconds = time.monotonic() - start
        _replace(self.job.summary(number), json.dumps(asdict(summary)))


def run(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    encodes: bool,
    settings: dict[str, Any] | None = None,
    codec: dict[str, Any] | None = None,
    format: str = "parquet",
    column: str | None = None,
    shard_size: int | None = None,
    workers: int | None = None,
    address: str | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Summary:
    """Encodes or decodes a data set; goes on where an earlier run stopped.

    Args:
        source: a folder of pictures, tars or Parquet files, or one of these.
        target: a folder for the results' shards.
        encodes: to .rdc, or from it.
        settings: those of :func:`rdc.encode`; or ``head`` and ``strength``.
        codec: the arguments of :class:`rdc.Codec` in each worker; one thread
            unless said otherwise.
        format: ``parquet`` or ``tar``.
        column: of Parquet that holds the pictures.
        shard_size: pictures a shard, where the source has not settled it; None
            for a 64th of a folder or Parquet file, but 1,000 at most.
        workers: how many; None for one for each processor of the cluster.
        address: of a Ray cluster; None for one on this machine.
        report: called with lines for people.

    Returns:
        The summary of all shards.

    Raises:
        ValueError: for a source without pictures, or a target that holds
            another run.
        OSError: for what cannot be read or written.
    """
    found = _inputs.shards(pathlib.Path(source), encodes, column, shard_size)
    job = Job(
        str(pathlib.Path(target).resolve()), format, encodes, settings or {}, codec or {}
    )
    job.work()  # wrong settings are an error here, not one of every worker
    plan = _inputs.fingerprint(
        found, {"format": format, "encodes": encodes, **job.settings}
    )
    _prepare(pathlib.Path(job.target), plan)
    pending = [
        {"number": number, "shard": pickle.dumps(shard)}
        for number, shard in enumerate(found)
        if not job.summary(number).exists()
    ]
    report(f"{len(found)} shards, {len(found) - len(pending)} of them finished before")
    start = time.monotonic()
    before = _total(job, len(found)).pictures
    if pending:
        _map(pending, job, workers, address)
        _sweep(pathlib.Path(job.target))
    total = _total(job, len(found))
    total.seconds = time.monotonic() - start
    total.done = total.pictures - before
    return total


def _map(
    pending: list[dict[str, Any]], job: Job, workers: int | None, address: str | None
) -> None:
    import ray
    import ray.data

    if not ray.is_initialized():
        ray.init(address=address, num_cpus=None if address else workers, log_to_driver=False)
    count = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    ray.data.DataContext.get_current().enable_progress_bars = False
    results = ray.data.from_items(
        pending, override_num_blocks=len(pending)
    ).map_batches(
        Worker,
        fn_constructor_args=(job,),
        batch_size=1,
        # A worker that dies is started again, and its shard with it.
        compute=ray.data.ActorPoolStrategy(size=min(count, len(pending))),
        num_cpus=1,
    )
    for _ in results.iter_batches(batch_size=None):
        pass


def _prepare(target: pathlib.Path, plan: str) -> None:
    """Makes the target, or finds what an earlier run of the same plan left."""
    (target / _SUMMARIES).mkdir(parents=True, exist_ok=True)
    _sweep(target)
    path = target / _PLAN
    if path.exists():
        if path.read_text() != plan:
            raise ValueError(f"{target}: holds the results of another run")
    else:
        _replace(path, plan)


def _sweep(target: pathlib.Path) -> None:
    """Removes what killed workers had in hand."""
    for partial in target.rglob(".*.partial"):
        partial.unlink(missing_ok=True)


def _total(job: Job, count: int) -> Summary:
    """The sum of the shards that are finished."""
    total = Summary()
    for number in range(count):
        path = job.summary(number)
        if path.exists():
            part = json.loads(path.read_text())
            for field in fields(Summary):
                value = getattr(total, field.name) + part[field.name]
                setattr(total, field.name, value)
    return total


def _replace(path: pathlib.Path, text: str) -> None:
    """Writes a text beside its name, and renames it."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_text(text)
    os.replace(partial, path)
