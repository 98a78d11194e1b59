"""A sheet to judge by eye: crops of the original, AVIF of equal size and every head."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..photo.data import Pixels, load_picture, picture_paths
from ..sheets import HEADS
from .codecs import OTHERS
from .measure import run, write_sources

Crop = tuple[Pixels, str]
"""Pixels and what is written above them."""

GAP, LINE = 6, 18
"""Pixels between crops, and above each for its text."""


def parse_place(path: Path) -> tuple[Path, tuple[int, int] | None]:
    """A picture, and the corner x, y if one is given after ``@``."""
    name, at, place = path.name.rpartition("@")
    if not at:
        return path, None
    try:
        x, y = map(int, place.split(","))
    except ValueError:
        raise ValueError(f"{path}: the place after '@' is not X,Y") from None
    return path.with_name(name), (x, y)


def busiest(pixels: Pixels, side: int) -> tuple[int, int]:
    """Corner x, y of the square with the most local contrast, on a grid of 8 pixels.

    Of the squares' mean absolute differences between neighbours, so that one hard
    edge does not outweigh a place full of texture.
    """
    luma = pixels.astype(np.float64).mean(axis=2)
    contrast = np.zeros_like(luma)
    contrast[1:] += np.abs(np.diff(luma, axis=0))
    contrast[:, 1:] += np.abs(np.diff(luma, axis=1))
    total = np.pad(contrast.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    sums = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    sums = sums[::8, ::8]
    y, x = np.unravel_index(sums.argmax(), sums.shape)
    return 8 * int(x), 8 * int(y)


def read_heads(rdc: Path, bpp: float, folder: Path) -> tuple[int, list[Pixels]]:
    """Bytes of our file and what each head reads from it."""
    coded, decoded = folder / "coded.rdc", folder / "head.png"
    run([rdc, "encode", folder / "source.png", "-o", coded, "--bpp", bpp, "-f", "--quiet"])
    pictures = []
    for head in HEADS:
        run([rdc, "decode", coded, "-o", decoded, "--head", head, "-f", "--quiet"])
        pictures.append(load_picture(decoded))
    return coded.stat().st_size, pictures


def avif_of_size(size: int, folder: Path) -> tuple[int, Pixels]:
    """AVIF with the highest quantizer whose bytes are not below ``size``; best if none is."""
    codec = OTHERS["avif"]

    def encode(quantizer: int) -> int:
        run(codec.filled(codec.encode, quantizer, folder))
        return (folder / "coded.avif").stat().st_size

    low, high = 0, 63
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if encode(middle) >= size else (low, middle - 1)
    found = encode(low)
    run(codec.filled(codec.decodes["avif"], low, folder))
    return found, load_picture(folder / "decoded.png")


def rows_of(rdc: Path, path: Path, side: int, rates: list[float]) -> list[list[Crop]]:
    """A picture's rows, one for each rate."""
    path, place = parse_place(path)
    pixels = load_picture(path)
    if min(pixels.shape[:2]) < side:
        raise ValueError(f"{path}: smaller than the crop of {side} pixels")
    x, y = place or busiest(pixels, side)
    area = pixels.shape[0] * pixels.shape[1]

    def cut(picture: Pixels, text: str) -> Crop:
        return picture[y : y + side, x : x + side], text

    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_sources(pixels, folder)
        for rate in rates:
            size, heads = read_heads(rdc, rate, folder)
            avif_size, avif = avif_of_size(size, folder)
            row = [
                cut(pixels, f"{path.stem} @{x},{y}"),
                cut(avif, f"AVIF {8 * avif_size / area:.3f} bpp"),
            ]
            row += [
                cut(picture, f"{head} {8 * size / area:.3f}") for head, picture in zip(HEADS, heads)
            ]
            rows.append(row)
    return rows


def draw_sheet(rdc: Path, pictures: list[Path], side: int, rates: list[float], out: Path) -> None:
    """All pictures below each other."""
    paths = [p for given in pictures for p in (picture_paths(given) if given.is_dir() else [given])]
    rows = [row for path in paths for row in rows_of(rdc, path, side, rates)]
    step = side + GAP
    sheet = Image.new("RGB", (len(rows[0]) * step + GAP, len(rows) * (step + LINE) + GAP), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=12)
    for number, row in enumerate(rows):
        for column, (pixels, text) in enumerate(row):
            left, top = GAP + column * step, GAP + number * (step + LINE)
            draw.text((left, top), text, fill="black", font=font)
            sheet.paste(Image.fromarray(pixels), (left, top + LINE))
    sheet.save(out)
