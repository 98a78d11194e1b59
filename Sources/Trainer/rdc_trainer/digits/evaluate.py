"""Figures on the test set, as the trainer sees them (the tool measures again)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .data import Digits
from .models import PIXELS, draw_dither, dither_offset, head_input, reads_noise
from .perceptual import draw_noise
from .search import Searcher
from .tables import ideal_bits


@dataclass
class Figures:
    """One head on one rung."""

    head: str
    mse: float
    accuracy: float
    cross_entropy: float
    sliced_wasserstein2: float


def sliced_wasserstein(a: torch.Tensor, b: torch.Tensor, directions: torch.Tensor) -> torch.Tensor:
    """Mean squared W2 over one-dimensional projections of two batches."""
    return (a @ directions).sort(0).values.sub((b @ directions).sort(0).values).square().mean()


def encode_test(searcher: Searcher, f: nn.Module | None, guide: nn.Module, test: Digits):
    """Places and cells of the test set; with `f`, without any search."""
    rung = searcher.rung
    places = draw_dither(len(test.labels), rung, torch.Generator().manual_seed(7))
    with torch.no_grad():
        if f is None:
            labels = torch.cat([guide(x).argmax(1) for x in test.pictures.split(1000)])
            chosen = searcher.choose(test.pictures[:, None], labels[:, None], places)
            return places, chosen[:, 0]
        reach = (rung.levels - 1) / 2
        y = f(test.pictures) + dither_offset(places, rung.resolution) + reach
        indices = y.round().clamp(0, rung.levels - 1).long()
        radix = rung.levels ** torch.arange(rung.latents - 1, -1, -1)
        return places, (indices * radix).sum(1)


@torch.no_grad()
def evaluate(
    searcher: Searcher, heads: dict[str, nn.Module], guide: nn.Module, measure: nn.Module,
    test: Digits, f: nn.Module | None = None,
) -> dict:
    """Ideal bits a picture and the figures of every head on the same cells."""
    rung = searcher.rung
    places, cells = encode_test(searcher, f, guide, test)
    inputs = head_input(rung.cells()[cells], places, rung)
    noise = draw_noise(len(inputs), torch.Generator().manual_seed(8))
    directions = F.normalize(
        torch.randn(PIXELS, 256, generator=torch.Generator().manual_seed(9)), dim=0
    )
    figures = []
    for name, head in heads.items():
        seen = torch.cat([inputs, noise], 1) if reads_noise(head, rung) else inputs
        pixels = torch.cat([head(x) for x in seen.split(1000)]).clamp(0, 1)
        logits = torch.cat([measure(x) for x in pixels.split(1000)])
        figures.append(
            Figures(
                name, F.mse_loss(pixels, test.pictures).item(),
                (logits.argmax(1) == test.labels).float().mean().item(),
                F.cross_entropy(logits, test.labels).item(),
                sliced_wasserstein(pixels, test.pictures, directions).item(),
            )
        )
    named = searcher.label(inputs).argmax(1) == test.labels
    return {
        "rung": rung.name,
        "idealBits": float(ideal_bits(rung, searcher.table, cells, places).mean()),
        "labelAccuracy": named.float().mean().item(),
        "heads": [asdict(figure) for figure in figures],
    }
