"""rdc as its users have it: the program, whole files, a head for each reading."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from ..pictures import Pixels, load_picture
from .codec import Codec, Coded

QUALITIES = (0, 10, 20, 30, 45, 62, 84)
CLASS_QUALITIES = (8, 18, 36)


def run(command: list[object]) -> None:
    """One command; what it says on failure is the error."""
    parts = [str(part) for part in command]
    done = subprocess.run(parts, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{' '.join(parts)}: status {done.returncode}: {done.stderr.strip()}")


def version(program: Path) -> str:
    """Version, and the fingerprint of the pack that codes photos."""
    models = json.loads(subprocess.check_output([program, "models", "--json"]))
    fingerprint = next(m["fingerprint"] for m in models if m["name"] == "photo")
    said = subprocess.check_output([program, "--version"], text=True).strip()
    return f"rdc {said}, photo pack {fingerprint}"


def rdc(
    program: Path, heads: Sequence[str], qualities: Sequence[float] | None = None,
    effort: int | None = None, threads: int = 1,
) -> Codec:  # fmt: skip
    """The program as a codec; files are coded on ``threads`` threads."""
    options = ["-e", effort] if effort is not None else []
    quiet = ["-f", "--quiet", "-j", threads]

    def code(pixels: Pixels, quality: float) -> Coded:
        with tempfile.TemporaryDirectory() as scratch:
            source, coded, decoded = (
                Path(scratch) / name for name in ("source.png", "coded.rdc", "decoded.png")
            )
            # Pixels alone: else a PNG's profile would be in our files and not in others'.
            Image.fromarray(pixels).save(source, compress_level=1)
            run([program, "encode", source, "-o", coded, "-q", f"{quality:g}", *options, *quiet])
            read = {}
            for head in heads:
                run([program, "decode", coded, "-o", decoded, "--head", head, *quiet])
                read[head] = load_picture(decoded)
            return coded.stat().st_size, read

    return Codec(
        " ".join(map(str, ["rdc", *options])), version(program), "whole files",
        tuple(qualities or QUALITIES), tuple(qualities or CLASS_QUALITIES), code, tuple(heads),
    )  # fmt: skip
