"""Wall seconds and peak memory of each codec's processes, near one rate.

For a machine that does nothing else: on a busy one the seconds are worthless.
"""

from __future__ import annotations

import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from ..results_file import ResultsError
from ..photo.data import load_picture, picture_paths
from .codecs import THREADS, Codec
from .measure import write_sources
from .results import Results

RATE = 0.5
"""Bits a pixel that the settings shall come near to."""

Cost = tuple[float, float]
"""Wall seconds and peak resident memory in MiB."""


def cost(command: list[str]) -> Cost:
    """Of one process, by ``stopwatch``."""
    stopwatch = Path(__file__).with_name("stopwatch.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", stopwatch, *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise ValueError(f"{' '.join(command)}: {done.stderr.strip()}")
    seconds, memory = done.stdout.splitlines()[-1].split()
    return float(seconds), float(memory)


def nearest_setting(results: Results, set_name: str, name: str) -> str:
    """The measured setting whose mean rate is nearest to ``RATE``."""
    points = results.points(set_name, name) if set_name in results.sets else {}
    if not points:
        raise ResultsError(f"{set_name} has no points of {name} yet: measure without --timings")
    return min(points, key=lambda setting: abs(math.log(points[setting]["bpp"] / RATE)))


def middle(costs: list[list[Cost]]) -> dict[str, float]:
    """Medians over pictures of the medians over each one's runs."""
    seconds, memory = (
        median(median(run[kind] for run in runs) for runs in costs) for kind in (0, 1)
    )
    return {"seconds": round(seconds, 4), "mebibytes": round(memory, 1)}


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def time_codec(
    results: Results, codec: Codec, set_name: str, paths: list[Path], runs: int
) -> dict[str, dict]:
    """Encoder and decoders of a codec, an entry for each decoder."""
    first = next(iter(codec.decodes))
    setting = nearest_setting(results, set_name, first)
    encodes: list[list[Cost]] = []
    decodes: dict[str, list[list[Cost]]] = {name: [] for name in codec.decodes}
    for path in paths:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            write_sources(load_picture(path), folder)
            encode = codec.filled(codec.encode, float(setting), folder)
            encodes.append([cost(encode) for _ in range(runs)])
            for name, command in codec.decodes.items():
                decode = codec.filled(command, float(setting), folder)
                decodes[name].append([cost(decode) for _ in range(runs)])
    rate = results.points(set_name, first)[setting]["bpp"]
    return {
        name: {
            "tool": codec.tool, "setting": setting, "bpp": round(rate, 4),
            "threads": THREADS if codec.threaded else 1, "decodesTo": codec.decoded[1:],
            "encode": middle(encodes), "decode": middle(decodes[name]),
        }
        for name in codec.decodes
    }  # fmt: skip


def time_all(
    results: Results, codecs: Iterable[Codec], set_name: str, folder: Path,
    limit: int | None, runs: int,
) -> None:  # fmt: skip
    """Replaces the results' timings; says so if the machine is busy."""
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the machine is busy (load {load:.1f}): these seconds mean little", file=sys.stderr)
    paths = picture_paths(folder)[:limit]
    timed: dict[str, dict] = {}
    for codec in codecs:
        timed |= time_codec(results, codec, set_name, paths, runs)
    results.content["timings"] = {
        "set": set_name, "pictures": len(paths), "runs": runs, "processor": processor(),
        "cores": os.cpu_count(), "load": round(load, 2),
        "emptyProcessMebibytes": cost(["true"])[1], "codecs": timed,
    }  # fmt: skip
    results.write()
