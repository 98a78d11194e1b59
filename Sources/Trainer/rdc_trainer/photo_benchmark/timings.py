"""Wall seconds of rdc and AVIF's tools, in one run, picture by picture.

For a machine that does nothing else: on a busy one wall seconds are worthless, and
processor seconds, which stand beside them, too high.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from PIL import Image

from ..pictures import load_picture
from .picture_sets import PictureSet
from .rdc_binary import run, version
from .results import Results

THREADS = 2

Cost = tuple[float, float, float]
"""Wall seconds, processor seconds, and peak resident memory in MiB."""


def cost(command: Sequence[object]) -> Cost:
    """Of one process, by ``stopwatch``."""
    stopwatch = Path(__file__).with_name("stopwatch.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", stopwatch, *map(str, command)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise ValueError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    seconds, worked, memory = map(float, done.stdout.splitlines()[-1].split())
    return seconds, worked, memory


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def avif_version() -> str:
    """Of the library and its encoder, as ``avifenc`` says."""
    said = subprocess.run(["avifenc", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"Version: (\S+).*?aom[^:]*:v?([^,)]+)", said.stdout)
    return "libavif {} aom {}".format(*found.groups()) if found else "libavif"


def avif_encode(folder: Path, quantizer: int) -> list[object]:
    """As a user of the tools would call it, at speed 6."""
    return [
        "avifenc", "-y", "444", "-s", 6, "-j", THREADS, "-c", "aom", "--min", quantizer, "--max",
        quantizer, "-a", "end-usage=q", "-a", f"cq-level={quantizer}", "-a", "tune=psnr",
        folder / "source.png", folder / "coded.avif",
    ]  # fmt: skip


def nearest_quantizer(folder: Path, size: int) -> int:
    """AVIF's quantizer, 0 to 63, whose file is nearest to ``size`` bytes."""

    def length(quantizer: int) -> int:
        run(avif_encode(folder, quantizer))
        return (folder / "coded.avif").stat().st_size

    low, high = 0, 63
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if length(middle) >= size else (low, middle)
    return min((low, high), key=lambda quantizer: abs(length(quantizer) - size))


def commands(
    program: Path, heads: Sequence[str], quality: float, folder: Path
) -> dict[str, list[object]]:
    """What is timed; all files lie in ``folder``, and both codecs' are of about one size."""
    source, coded = folder / "source.png", folder / "coded.rdc"
    quiet = ["-f", "--quiet", "-j", THREADS]
    timed: dict[str, list[object]] = {
        "rdc encode": [program, "encode", source, "-o", coded, "-q", f"{quality:g}", *quiet]
    }
    run(timed["rdc encode"])
    timed["avif encode"] = avif_encode(folder, nearest_quantizer(folder, coded.stat().st_size))
    run(timed["avif encode"])
    for head in heads:
        timed[f"rdc decode, {head}"] = [
            program, "decode", coded, "-o", folder / "decoded.png", "--head", head, *quiet
        ]  # fmt: skip
    avif = folder / "coded.avif"
    timed["avif decode"] = ["avifdec", "-j", THREADS, avif, folder / "avif.png"]
    return timed


def time_picture(
    path: Path, runs: int, prepare: Callable[[Path], dict[str, list[object]]]
) -> tuple[dict[str, Cost], dict[str, float]]:
    """Medians over the runs, which take turns; and bits a pixel."""
    pixels = load_picture(path)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        Image.fromarray(pixels).save(folder / "source.png")
        timed = prepare(folder)
        turns = [{name: cost(command) for name, command in timed.items()} for _ in range(runs)]
        area = pixels.shape[0] * pixels.shape[1]
        rates = {
            codec: 8 * (folder / f"coded.{codec}").stat().st_size / area for codec in ("rdc", "avif")
        }
    medians = {
        name: tuple(median(turn[name][part] for turn in turns) for part in range(3))
        for name in timed
    }
    return medians, rates


def time_all(
    results: Results, pictures: PictureSet, program: Path, heads: Sequence[str], quality: float,
    runs: int,
) -> None:  # fmt: skip
    """Replaces the results' timings; says so if the machine is busy."""
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"the machine is busy (load {load:.1f}): these seconds mean little", file=sys.stderr)
    costs, rates = [], []
    for _, path in pictures.pictures():
        medians, rate = time_picture(
            path, runs, lambda folder: commands(program, heads, quality, folder)
        )
        costs.append(medians)
        rates.append(rate)
    results.content["timings"] = {
        "set": pictures.name, "pictures": len(costs), "runs": runs, "quality": quality,
        "tools": [version(program), avif_version()],
        "processor": processor(), "cores": os.cpu_count(), "threads": THREADS,
        "load": [round(load, 2), round(os.getloadavg()[0], 2)],
        "bpp": {name: round(sum(r[name] for r in rates) / len(rates), 4) for name in rates[0]},
        "medians": {
            name: [round(median(c[name][part] for c in costs), 4) for part in range(3)]
            for name in costs[0]
        },
    }  # fmt: skip
    results.write()


def timing_lines(results: Results, markdown: Callable[[list[list[str]]], list[str]]) -> list[str]:
    """Seconds, memory, and each as a share of AVIF's."""
    timed = results.content["timings"]
    if not timed:
        return ["Times and memory are not measured yet."]
    rows = [["command", "bits a pixel", "wall", "against AVIF", "processor", "against AVIF", "memory"]]
    for name, (*seconds, memory) in timed["medians"].items():
        codec, _, work = name.partition(" ")
        others = timed["medians"][f"avif {work.partition(',')[0]}"]
        row = [name, f"{timed['bpp'][codec]:.3f}"]
        for own, other in zip(seconds, others):
            row += [f"{own:.3f} s", f"{own / other:.2f} ×" if codec == "rdc" else "1"]
        rows.append([*row, f"{memory:.0f} MiB"])
    before, after = timed["load"]
    return [
        f"Wall and processor seconds and peak resident memory of whole processes, PNG in and out:"
        f" medians over {timed['pictures']} pictures of {timed['set']} and {timed['runs']} runs that"
        f" take turns, rdc at `-q {timed['quality']:g}`, `avifenc -s 6` at the nearest size,"
        f" {timed['threads']} threads, {timed['cores']} cores of {timed['processor']} (load"
        f" {before:g} before, {after:g} after). {'; '.join(timed['tools'])}.",
        "", *markdown(rows),
    ]  # fmt: skip
