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


def sheet(rows: list[tuple[str, np.ndarray]], zoom: int, columns: int) -> Image.Image:
    """Rows of pictures with their names on the left."""
    margin, side = 150, 28 * zoom
    gap = max(2, zoom)
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


def all_rungs(rdc: Path, picture: Path, out: Path) -> None:
    """One digit at every rung: a column for the original and each head."""
    rows = []
    original = np.asarray(Image.open(picture).convert("L"))
    with tempfile.TemporaryDirectory() as folder:
        for rung, bits in enumerate(("3.17", "4.75", "6", "8")):
            archive = Path(folder) / "one.rdc"
            subprocess.run(
                [rdc, "encode", picture, "--rung", str(rung), "-o", archive, "--quiet", "-f"],
                check=True,
            )
            row = [original]
            for head in HEADS:
                png = Path(folder) / f"{rung}.{head}.png"
                subprocess.run(
                    [rdc, "decode", archive, "--head", head, "-o", png, "--quiet"], check=True
                )
                row.append(np.asarray(Image.open(png)))
            rows.append((f"{archive.stat().st_size} bytes, {bits} bits", np.stack(row)))
    plain = sheet(rows, 4, 4)
    image = Image.new("L", (plain.width, plain.height + 24), 255)
    image.paste(plain, (0, 24))
    draw = ImageDraw.Draw(image)
    for column, name in enumerate(("original", *HEADS)):
        draw.text(
            (150 + column * 116, 4), name, fill=0, font=ImageFont.load_default(size=13)
        )
    image.save(out)
