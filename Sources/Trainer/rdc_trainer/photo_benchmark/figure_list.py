"""The figures: one entry each for its name, its unit and how it is drawn and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

Row = dict[str, float]
"""What is stored of one decoded picture, or its mean over a set."""


def decibels(distance: float) -> float:
    """−10·log10, so that distances rise with quality and span the range evenly."""
    return float(-10 * np.log10(max(distance, 1e-9)))


@dataclass(frozen=True)
class Figure:
    """A number for a set of decoded pictures, from the mean of their rows."""

    name: str
    short: str
    """In titles and tables."""
    axis: str
    unit: str
    """For the results file: unit, direction, and what computed it."""
    value: Callable[[Row], float]
    """As the tables print it."""
    quality: Callable[[Row], float] | None = None
    """As curves have it, higher being better; None where no BD-rate is taken."""


def column(name: str) -> Callable[[Row], float]:
    """A stored number as it is."""
    return lambda row: row[name]


def column_decibels(name: str) -> Callable[[Row], float]:
    """A stored distance in decibels."""
    return lambda row: decibels(row[name])


QUALITIES = (
    Figure(
        "psnr", "PSNR", "PSNR (RGB), dB", "dB, all RGB samples at 8 bits; higher is better",
        column("psnr"), column("psnr"),
    ),
    Figure(
        "msssim", "MS-SSIM", "MS-SSIM, dB: −10·log10(1 − x)",
        f"0 to 1, mean of R, G, B; higher is better; pytorch-msssim {version('pytorch-msssim')}",
        column("msssim"), lambda row: decibels(1 - row["msssim"]),
    ),
    Figure(
        "ssimulacra2", "SSIMULACRA2", "SSIMULACRA2",
        f"100 is the original; higher is better; ssimulacra2 {version('ssimulacra2')}",
        column("ssimulacra2"), column("ssimulacra2"),
    ),
    Figure(
        "lpips", "LPIPS form", "LPIPS form, EfficientNet-lite1, dB",
        "0 is the original; lower is better; EfficientNet-lite1, no learned weights",
        column("lpips"), column_decibels("lpips"),
    ),
    Figure(
        "dists", "DISTS form", "DISTS form, EfficientNet-lite1, dB",
        "0 is the original; lower is better; EfficientNet-lite1, equal weights",
        column("dists"), column_decibels("dists"),
    ),
)  # fmt: skip
"""Those with BD-rates."""

FLAT = (
    Figure(
        "flatError", "flat-place error", "flat-place error, gray levels",
        "gray levels; lower is better; 8×8 means of luma in 16×16 blocks of deviation below 3",
        lambda row: float(np.sqrt(row["flatSquare"])),
    ),
    Figure(
        "lattice", "lattice", "lattice",
        "1 is none; lower is better; steps across 8-pixel borders over those inside, flat blocks",
        lambda row: row["borderStep"] / row["insideStep"] if row["insideStep"] else 1.0,
    ),
)  # fmt: skip
"""Those of flat places: compared at equal rates. A picture counts by its flat blocks."""

CLASSES = (
    Figure("top1", "top-1", "top-1, %", "share of right first classes", column("top1")),
    Figure(
        "nats", "cross-entropy", "cross-entropy, nats", "of the true class; lower is better",
        column("nats"),
    ),
)  # fmt: skip
"""Those of photographs with a class, by EfficientNet-lite1."""

PHOTO_COLUMNS = (
    "bytes", "psnr", "msssim", "ssimulacra2", "lpips", "dists",
    "flatSquare", "borderStep", "insideStep",
)  # fmt: skip
FLAT_COLUMNS = ("flatSquare", "borderStep", "insideStep")
CLASS_COLUMNS = ("bytes", "top1", "nats")

DESCRIPTION = {figure.name: figure.unit for figure in (*QUALITIES, *FLAT, *CLASSES)}
"""For the results file, which must not mix the figures of different packages."""
