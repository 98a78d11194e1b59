"""Contact sheets: originals beside what every head reads from the same bytes."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .digits.data import read_idx

HEADS = ("distortion", "perceptual", "classification")


def read_heads(rdc: Path, pictures: Path, rung: int) -> list[np.ndarray]:
    """Encodes an IDX file at a rung; every head's pictures, [n, 28, 28]."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "sheet.rdc"
        subprocess.run(
            [rdc, "encode", pictures, "--rung", str(rung), "-o", archive, "--quiet"], check=True
        )
        read = []
        for head in HEADS:
            out = Path(folder) / f"{head}-idx3-ubyte"
            subprocess.run(
                [rdc, "decode", archive, "--head", head, "-o", out, "--quiet"], check=True
            )
            read.append(read_idx(out))
        return read


def sheet(
    rows: list[tuple[str, np.ndarray]], zoom: int, columns: int, margin: int = 150
) -> Image.Image:
    """Rows of pictures with their names on the left."""
    side, gap = 28 * zoom, max(2, zoom)
    image = Image.new("L", (margin + columns * (side + gap), len(rows) * (side + gap)), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=14)
    for row, (name, pictures) in enumerate(rows):
        top = row * (side + gap)
        draw.text((8, top + side // 2 - 8), name, fill=0, font=font)
        for column in range(min(columns, len(pictures))):
            tile = Image.fromarray(255 - pictures[column])
            tile = tile.resize((side, side), Image.Resampling.NEAREST)
            image.paste(tile, (margin + column * (side + gap), top))
    return image


def all_heads(rdc: Path, pictures: Path, rung: int, columns: int, out: Path) -> None:
    """Many digits at one rung, every head below the originals."""
    rows = [("original", read_idx(pictures)[:columns])]
    rows += zip(HEADS, read_heads(rdc, pictures, rung))
    sheet(rows, 3, columns).save(out)


def read_rung(rdc: Path, picture: Path, rung: int, seed: int, heads: list[str]) -> list[np.ndarray]:
    """One digit at a rung and seed, as these heads read it."""
    read = []
    with tempfile.TemporaryDirectory() as folder:
        file, png = Path(folder) / "one.rdc", Path(folder) / "one.png"
        options = ["--rung", str(rung), "--seed", str(seed), "-o", file, "--quiet"]
        subprocess.run([rdc, "encode", picture, *options], check=True)
        for head in heads:
            subprocess.run(
                [rdc, "decode", file, "--head", head, "-o", png, "--quiet", "--force"], check=True
            )
            read.append(np.asarray(Image.open(png)))
    return read


def all_rungs(rdc: Path, picture: Path, out: Path, seeds: int = 4) -> None:
    """One digit at every rung: the original, what is the same whatever the seed, and
    what the perceptual head draws for several seeds.
    """
    rows = []
    original = np.asarray(Image.open(picture).convert("L"))
    for rung, bits in enumerate(("3.17", "4.75", "6", "8")):
        row = [original, *read_rung(rdc, picture, rung, 0, ["distortion", "classification"])]
        for seed in range(seeds):
            row += read_rung(rdc, picture, rung, seed, ["perceptual"])
        rows.append((f"{bits} bits", np.stack(row)))
    plain = sheet(rows, 3, 3 + seeds, margin=80)
    image = Image.new("L", (plain.width, plain.height + 24), 255)
    image.paste(plain, (0, 24))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=13)
    names = ["original", "distortion", "classification", "perceptual, seeds 0, 1, …"]
    for column, name in enumerate(names):
        draw.text((80 + column * 87 + 12 * (column == 3), 4), name, fill=0, font=font)
    image.save(out)
