"""Every codec at every setting on every picture: real bytes and what they decode to."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from ..photo.data import Pixels, load_picture, picture_paths
from .codecs import Codec
from .metrics import Original
from .results import Results


def run(command: list[object]) -> None:
    """One command; what it says on failure is the error."""
    parts = [str(part) for part in command]
    done = subprocess.run(parts, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{' '.join(parts)}: status {done.returncode}: {done.stderr.strip()}")


def write_sources(pixels: Pixels, folder: Path) -> None:
    """The picture as the encoders read it: pixels alone.

    What a PNG says about its colours would else be in some tools' files and not in
    others'; CID22's profiles are as long as a small picture.
    """
    for suffix in (".png", ".ppm"):
        Image.fromarray(pixels).save(folder / f"source{suffix}")


def measure(codec: Codec, setting: float, original: Original, folder: Path) -> dict[str, list]:
    """A row for each of the codec's decoders."""
    run(codec.filled(codec.encode, setting, folder))
    size = (folder / f"coded{codec.coded}").stat().st_size
    rows = {}
    for name, decode in codec.decodes.items():
        run(codec.filled(decode, setting, folder))
        psnr, msssim, ssimulacra2 = original.figures(
            load_picture(folder / f"decoded{codec.decoded}")
        )
        rows[name] = [size, round(psnr, 4), round(msssim, 6), round(ssimulacra2, 3)]
    return rows


def benchmark(
    results: Results, sets: dict[str, Path], codecs: Iterable[Codec], limit: int | None
) -> None:
    """Measures what the results lack, picture by picture, and writes them after each."""
    for set_name, pictures in sets.items():
        paths = picture_paths(pictures)[:limit]
        for number, path in enumerate(paths, 1):
            pixels = load_picture(path)
            height, width = pixels.shape[:2]
            results.add_picture(set_name, path.stem, width, height)
            missing = [
                (codec, setting)
                for codec in codecs
                for setting in codec.settings
                if any(
                    path.stem not in results.rows(set_name, name, codec, setting)
                    for name in codec.decodes
                )
            ]
            if not missing:
                continue
            original = Original(pixels)
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch)
                write_sources(pixels, folder)
                for codec, setting in missing:
                    for name, row in measure(codec, setting, original, folder).items():
                        results.rows(set_name, name, codec, setting)[path.stem] = row
            results.write()
            print(f"{set_name} {number}/{len(paths)} {path.stem}: {len(missing)} files", flush=True)
