"""A sheet to judge by eye: crops of the original, AVIF of equal size and every head."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..pictures import Pixels, load_picture, picture_paths
from .codec import Codec
from .labels import label
from .sizes import Sizes

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


def row_at(
    pixels: Pixels, ours: Sizes, heads: Sequence[str], others: dict[str, Sizes], rate: float
) -> list[Crop]:
    """Whole pictures of all columns at one rate; the others' files are at least ours' size."""
    area = pixels.shape[0] * pixels.shape[1]
    size, read = ours.at(ours.nearest(rate * area / 8))
    row: list[Crop] = []
    for name, sizes in others.items():
        other, decoded = sizes.at(sizes.not_below(size))
        row.append((decoded[""], f"{label(name)} {8 * other / area:.3f} bpp"))
    return row + [(read[head], f"{head} {8 * size / area:.3f} bpp") for head in heads]


def rows_of(
    path: Path, codec: Codec, anchors: Sequence[Codec], side: int, rates: Sequence[float]
) -> list[list[Crop]]:
    """A picture's rows, one for each rate."""
    path, place = parse_place(path)
    pixels = load_picture(path)
    if min(pixels.shape[:2]) < side:
        raise ValueError(f"{path}: smaller than the crop of {side} pixels")
    x, y = place or busiest(pixels, side)
    ours = Sizes(codec, pixels)
    others = {anchor.name: Sizes(anchor, pixels) for anchor in anchors}
    rows = []
    for rate in rates:
        row = [(pixels, f"{path.stem} @{x},{y}"), *row_at(pixels, ours, codec.heads, others, rate)]
        rows.append([(picture[y : y + side, x : x + side], text) for picture, text in row])
    return rows


def sheet(rows: list[list[Crop]], side: int) -> Image.Image:
    """Rows of crops, each below its text."""
    step = side + GAP
    size = len(rows[0]) * step + GAP, len(rows) * (step + LINE) + GAP
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=12)
    for number, row in enumerate(rows):
        for column, (pixels, text) in enumerate(row):
            left, top = GAP + column * step, GAP + number * (step + LINE)
            draw.text((left, top), text, fill="black", font=font)
            image.paste(Image.fromarray(pixels), (left, top + LINE))
    return image


def draw_sheet(
    pictures: Sequence[Path], codec: Codec, anchors: Sequence[Codec], side: int,
    rates: Sequence[float], out: Path,
) -> None:  # fmt: skip
    """All pictures below each other."""
    paths = [p for given in pictures for p in (picture_paths(given) if given.is_dir() else [given])]
    rows = [row for path in paths for row in rows_of(path, codec, anchors, side, rates)]
    sheet(rows, side).save(out)
