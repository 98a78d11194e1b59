"""What no head can beat on the cells of a rung, and how far dither moves its codewords.

A reading that is distributed as the originals are has at least the squared error
E‖x − m‖² + W2²(m, x), where m is the mean of the picture's cell (Freirich et al. 2021).
A sampler, which draws a picture of the cell, has twice the first term.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F

from ..digits.models import RUNGS, all_cell_inputs, draw_dither
from ..digits.search import Searcher
from . import grid, ours
from .row_text import markdown

ROUNDS = 400


@dataclass
class Limits:
    """Squared errors a pixel on pictures whose cells are known."""

    means: float
    realistic: float
    #: How many labels the cell that the least transport names gets right.
    named: float

    @property
    def sampler(self) -> float:
        return 2 * self.means


def squared_distances(pictures: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
    squares = pictures.square().sum(1)[:, None] + points.square().sum(1)
    return (squares - 2 * pictures @ points.T) / pictures.shape[1]


def transport(distances: torch.Tensor, shares: torch.Tensor) -> tuple[float, torch.Tensor]:
    """A lower bound of the least mean distance when points get these shares of the
    pictures, and who goes where: ascent on the dual, a price for each point.
    """
    prices, best, rate = torch.zeros(len(shares)), 0.0, 0.02
    for _ in range(ROUNDS):
        least = (distances - prices).min(1)
        best = max(best, (least.values.mean() + shares @ prices).item())
        got = torch.bincount(least.indices, minlength=len(shares)) / len(distances)
        prices += rate * len(shares) ** 0.5 * (shares - got)
        rate *= 0.985
    return best, least.indices


def limits(pictures: torch.Tensor, labels: torch.Tensor, cells: torch.Tensor, count: int) -> Limits:
    """Of `pictures` that are in these of `count` cells."""
    hot = F.one_hot(cells, count).float()
    shares = hot.mean(0)
    means = hot.T @ pictures / hot.sum(0).clamp_min(1)[:, None]
    bound, gone = transport(squared_distances(pictures, means), shares)
    within = (pictures - means[cells]).square().mean().item()
    most = (hot.T @ F.one_hot(labels).float()).argmax(1)
    return Limits(within, within + bound, (most[gone] == labels).float().mean().item())


@torch.no_grad()
def moved_by_dither(searcher: Searcher, shares: torch.Tensor, dithers: int = 512) -> float:
    """Variance a pixel of a cell's codeword over the dither."""
    places = draw_dither(dithers, searcher.rung, torch.Generator().manual_seed(3))
    codewords = searcher.pixel(all_cell_inputs(places, searcher.rung)).clamp(0, 1)
    return (codewords.var(0).mean(1) @ shares).item()


def table(folder: Path) -> str:
    """All rungs on the training set, from the checkpoints of `rdc-train digits`."""
    lines = []
    for rung in RUNGS.values():
        searcher = ours.load_searcher(folder, rung.name)
        encoded = ours.stored(folder / f"{rung.name}-tables.pt")["encoded"]
        rows = slice(len(encoded.pictures))  # the first round: each picture once
        cells, count = encoded.cells[rows], len(rung.cells())
        found = limits(encoded.pictures[encoded.rows[rows]], encoded.labels[rows], cells, count)
        moved = moved_by_dither(searcher, torch.bincount(cells, minlength=count) / len(cells))
        lines.append(
            [
                f"{grid.bits(rung.name):g}", f"{moved:.6f}", f"{found.means:.4f}",
                f"{found.sampler:.4f}", f"{found.realistic:.4f}", f"{100 * found.named:.1f} %",
            ]
        )
    columns = [
        "bits", "codewords moved by dither", "cells' means", "a sampler",
        "least of a perfectly realistic reading", "labels that it keeps",
    ]
    return "\n".join(markdown(columns, lines))
