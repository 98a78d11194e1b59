"""Stages 3 and 4: f(x), and the classification head on the frozen encoder."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from .data import Digits
from .models import (
    Rung, all_cell_inputs, dither_offset, draw_dither, head_input,
)
from .search import Searcher, cell_costs
from .settings import HELD_OUT


def half_precision() -> torch.autocast:
    """Convolutions in bfloat16, which halve a step's time; scores stay float32."""
    return torch.autocast("cpu", torch.bfloat16)


def learned(head: nn.Module) -> list[nn.Parameter]:
    """The weights that a training moves."""
    return [parameter for parameter in head.parameters() if parameter.requires_grad]


def cosine(part: float) -> float:
    """Learning-rate factor over a stage: flat for a third, then to zero."""
    return 1.0 if part < 0.3 else 0.5 * (1 + math.cos(math.pi * (part - 0.3) / 0.7)) + 1e-3


class Encoded:
    """The training set as the frozen encoder writes it, a few rounds of it.

    Each dither is shared by 50 pictures at random, which makes the search of
    the whole set cheap; the heads then train on those fixed rows.
    """

    SHARED = 50

    def __init__(self, searcher: Searcher, data: Digits, rounds: int, seed: int):
        generator = torch.Generator().manual_seed(seed)
        rung = self.rung = searcher.rung
        self.pictures = data.pictures
        count = len(data.labels)
        orders = [torch.randperm(count, generator=generator) for _ in range(rounds)]
        rows = torch.cat([order.view(-1, self.SHARED) for order in orders])
        places = draw_dither(len(rows), rung, generator)
        chosen = [
            searcher.choose(data.pictures[part], data.labels[part], of_part)
            for part, of_part in zip(rows.split(64), places.split(64))
        ]
        self.cells = torch.cat(chosen).flatten().cpu()
        self.places = places.repeat_interleave(self.SHARED, 0)
        self.rows = rows.flatten()
        self.labels = data.labels[self.rows]

    def training_rows(self) -> torch.Tensor:
        """Rows to train on."""
        return torch.nonzero(self.rows < len(self.pictures) - HELD_OUT)[:, 0]

    def held_out_rows(self) -> torch.Tensor:
        """One row of each picture that heads are chosen on."""
        first = self.rows[: len(self.pictures)]
        return torch.nonzero(first >= len(self.pictures) - HELD_OUT)[:, 0]

    def inputs(self, rows: torch.Tensor) -> torch.Tensor:
        """Head inputs of the given rows."""
        indices = self.rung.cells()[self.cells[rows]]
        return head_input(indices, self.places[rows], self.rung).to(self.pictures.device)


def train_analysis(
    f: nn.Module, searcher: Searcher, train: Digits, checkpoint: Checkpoint, steps: int,
    seed: int, dithers: int = 4, shared: int = 256,
) -> None:
    """f learns to land where the search would: least expected cost.

    Rounding f(x) + u is softened to weights over the cells by their distance,
    ever sharper, so that the gradient sees what each neighbouring cell costs.
    """
    if checkpoint.load() is not None:
        f.load_state_dict(checkpoint.load()["f"])
        return
    optimizer = torch.optim.Adam(f.parameters(), 1e-3)
    rung = searcher.rung
    levels = rung.cells().float() - (rung.levels - 1) / 2
    levels = levels.to(train.labels.device)
    for step in range(steps):
        generator = torch.Generator().manual_seed(seed * 10_000_000 + step)
        part = step / steps
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * cosine(part)
        rows = torch.randint(0, len(train.labels), (dithers, shared), generator=generator)
        rows = rows.to(train.labels.device)
        places = draw_dither(dithers, rung, generator)
        x, y = train.pictures[rows], train.labels[rows]
        with torch.no_grad():
            inputs = all_cell_inputs(places, rung).to(x.device)
            costs = cell_costs(searcher.pixel(inputs), searcher.label(inputs), x, y)
            costs = costs.total(searcher.mu)
        u = dither_offset(places, rung.resolution).to(x.device)[:, None, None]
        spread = (f(x.flatten(0, 1)).view(dithers, shared, 1, -1) + u - levels).square().sum(-1)
        weights = torch.softmax(-spread / (0.5 * (1 - part) + 0.05), -1)
        loss = (weights * costs).sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    checkpoint.save({"f": f.state_dict()})


def train_classification(
    head: nn.Module, guides: list[nn.Module], encoded: Encoded, checkpoint: Checkpoint,
    weight: float, steps: int, seed: int, batch: int = 192,
) -> None:
    """Goes on with MSE + λc·CE, read by frozen guides under small shifts and noise.

    The shifts and the noise keep the head from writing what only these
    guides can read.
    """
    if checkpoint.load() is not None:
        head.load_state_dict(checkpoint.load()["head"])
        return
    optimizer = torch.optim.Adam(learned(head), 1e-3)
    for step in range(steps):
        generator = torch.Generator().manual_seed(seed * 10_000_000 + step)
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * cosine(step / steps)
        rows = torch.randint(0, len(encoded.rows), (batch,), generator=generator)
        pixels = head(encoded.inputs(rows))
        mse = F.mse_loss(pixels, encoded.pictures[encoded.rows[rows]])
        seen = pixels.clamp(0, 1).view(-1, 1, 28, 28)
        dx, dy = torch.randint(-1, 2, (2,), generator=generator).tolist()
        seen = torch.roll(seen, (dy, dx), (2, 3)).flatten(1)
        seen = seen + 0.05 * torch.randn(seen.shape, generator=generator).to(seen.device)
        labels = encoded.labels[rows]
        with half_precision():
            read = [guide(seen) for guide in guides]
        cross_entropy = sum(F.cross_entropy(r.float(), labels) for r in read) / len(guides)
        loss = mse + weight * cross_entropy
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    checkpoint.save({"head": head.state_dict()})
