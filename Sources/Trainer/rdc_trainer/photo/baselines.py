"""Rate–distortion points of other codecs, from the bytes their tools write.

One command: ``python -m rdc_trainer.photo.baselines OUT.json NAME=FOLDER …``.
Needs cwebp, avifenc, avifdec, cjpeg, djpeg, cjxl and djxl; a tool that is
missing is left out. Points that the file already holds are kept.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from .data import load_picture, picture_paths

Coder = Callable[[Path, Path, float], tuple[int, Path]]
"""(PNG, scratch folder, setting) → (bytes of the file, decoded picture)."""


def _run(*command: object) -> None:
    subprocess.run([str(c) for c in command], check=True, capture_output=True)


def webp(source: Path, scratch: Path, setting: float) -> tuple[int, Path]:
    """WebP, ``-m 6``."""
    coded, plain = scratch / "a.webp", scratch / "webp.png"
    _run("cwebp", "-quiet", "-m", 6, "-q", setting, source, "-o", coded)
    with Image.open(coded) as image:
        image.convert("RGB").save(plain, compress_level=0)
    return coded.stat().st_size, plain


def avif(source: Path, scratch: Path, setting: float) -> tuple[int, Path]:
    """AVIF 4:4:4 by aom, speed 6, tuned for PSNR."""
    coded, plain = scratch / "a.avif", scratch / "avif.png"
    level = int(setting)
    _run(
        "avifenc", "-y", 444, "-s", 6, "-j", 1, "-c", "aom", "--min", level,
        "--max", level, "-a", "end-usage=q", "-a", f"cq-level={level}",
        "-a", "tune=psnr", source, coded,
    )  # fmt: skip
    _run("avifdec", "-j", 1, coded, plain)
    return coded.stat().st_size, plain


def jpeg(source: Path, scratch: Path, setting: float) -> tuple[int, Path]:
    """JPEG 4:2:0, optimised and progressive."""
    raw, coded = scratch / "a.ppm", scratch / "a.jpg"
    plain = scratch / "jpeg.ppm"
    Image.fromarray(load_picture(source)).save(raw)
    _run("cjpeg", "-quality", int(setting), "-optimize", "-progressive",
         "-outfile", coded, raw)  # fmt: skip
    _run("djpeg", "-outfile", plain, coded)
    return coded.stat().st_size, plain


def jxl(source: Path, scratch: Path, setting: float) -> tuple[int, Path]:
    """JPEG XL, effort 7."""
    coded, plain = scratch / "a.jxl", scratch / "jxl.png"
    _run("cjxl", source, coded, "-d", setting, "-e", 7, "--num_threads", 0, "--quiet")
    _run("djxl", coded, plain, "--num_threads", 0, "--quiet")
    return coded.stat().st_size, plain


CODERS: dict[str, tuple[str, Coder, list[float]]] = {
    "webp": ("cwebp", webp, [1, 8, 25, 50, 72, 84, 92, 96]),
    "avif": ("avifenc", avif, [54, 46, 39, 32, 25, 18, 11]),
    "jpeg": ("cjpeg", jpeg, [8, 18, 35, 60, 80, 90, 95]),
    "jxl": ("cjxl", jxl, [12, 7, 4.5, 3, 1.8, 1.0, 0.6]),
}


def measure(source: Path, coder: Coder, setting: float) -> tuple[float, float]:
    """Bits per pixel and PSNR of one picture."""
    truth = load_picture(source).astype(np.float64)
    with tempfile.TemporaryDirectory() as scratch:
        size, plain = coder(source, Path(scratch), setting)
        other = load_picture(plain).astype(np.float64)
    mse = float(np.square(truth - other).mean())
    return size * 8 / (truth.size / 3), 10 * math.log10(255**2 / max(mse, 1e-9))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+", help="NAME=FOLDER of pictures")
    parser.add_argument("--coders", nargs="*", default=list(CODERS))
    parser.add_argument("--stride", type=int, default=1, help="every n-th picture")
    arguments = parser.parse_args()
    results = json.loads(arguments.out.read_text()) if arguments.out.exists() else {}
    for entry in arguments.sets:
        name, _, folder = entry.partition("=")
        paths = picture_paths(Path(folder))[:: arguments.stride]
        for coder_name in arguments.coders:
            tool, coder, settings = CODERS[coder_name]
            if shutil.which(tool) is None:
                print(f"{tool} is not installed: left out")
                continue
            points = results.setdefault(name, {}).setdefault(coder_name, {})
            for setting in settings:
                key = f"{setting:g}"
                if key in points:
                    continue
                each = [measure(path, coder, setting) for path in paths]
                mean = np.mean(each, axis=0)
                points[key] = {
                    "bpp": mean[0],
                    "psnr": mean[1],
                    "pictures": {p.stem: list(e) for p, e in zip(paths, each)},
                }
                print(f"{name} {coder_name} {key}: {mean[0]:.4f} bpp {mean[1]:.3f} dB",
                      flush=True)  # fmt: skip
                arguments.out.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
