"""Stage 2: the distortion and label heads, trained by nothing but search.

For every picture and its dither all Lᵈ cells are decoded, the one with the
least MSE + μ·CE is kept, and the heads train on what was kept: Lloyd's
iteration, with a network for the codebook of each dither.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from .data import Digits
from .models import PIXELS, Rung, all_cell_inputs, draw_dither
from .tables import cell_bits


@dataclass
class CellCosts:
    """Cost of each cell, [dithers, pictures, cells], and its two parts."""

    distortion: torch.Tensor
    cross_entropy: torch.Tensor

    def total(self, mu: float) -> torch.Tensor:
        return self.distortion + mu * self.cross_entropy


def cell_costs(
    pixels: torch.Tensor, logits: torch.Tensor, x: torch.Tensor, labels: torch.Tensor
) -> CellCosts:
    """Costs of the decoded cells for the pictures that share each dither.

    Shapes: pixels [dithers, cells, 784], logits [dithers, cells, 10],
    x [dithers, pictures, 784], labels [dithers, pictures].
    """
    squares = x.square().sum(-1)[:, :, None] + pixels.square().sum(-1)[:, None]
    distortion = (squares - 2 * x @ pixels.transpose(1, 2)) / PIXELS
    nats = -F.log_softmax(logits, -1).transpose(1, 2)
    index = labels[:, :, None].expand(-1, -1, nats.shape[2])
    return CellCosts(distortion, nats.gather(1, index))


@dataclass
class Schedule:
    """Learning rate, the share of μ, and the heat of soft shares, over a training."""

    rate: float
    anneals: bool

    def at(self, step: int, steps: int) -> tuple[float, float, float]:
        part = step / steps
        rate = self.rate * min(1, (step + 1) / 100)
        rate *= 1 if part < 0.3 else 0.5 * (1 + math.cos(math.pi * (part - 0.3) / 0.7)) + 1e-3
        if not self.anneals:
            return rate, 1.0, 0.0
        heat = 0.004 * (1 - part / 0.5) ** 2 if part < 0.5 else 0.0
        return rate, 0.25 + 0.75 * min(1.0, part / 0.4), heat


#: Of a codec from its start, and of one that goes on with other settings.
ANNEALED, TUNED = Schedule(2e-3, True), Schedule(5e-4, False)


def train_codec(
    rung: Rung, pixel: nn.Module, label: nn.Module, train: Digits, checkpoint: Checkpoint,
    mu: float, steps: int, seed: int, dithers: int = 16, shared: int = 256,
    schedule: Schedule = ANNEALED,
) -> None:
    """Trains both heads; `shared` pictures read each of the `dithers`."""
    device = train.labels.device
    parameters = [*pixel.parameters(), *label.parameters()]
    optimizer = torch.optim.Adam(parameters, schedule.rate)
    if schedule.anneals:
        with torch.no_grad():
            pixel[-1].bias.copy_(train.pictures.mean(0))
    first = 0
    if state := checkpoint.load():
        pixel.load_state_dict(state["pixel"])
        label.load_state_dict(state["label"])
        first = state["step"]
        if first < steps:  # a finished one may come from a pack, without it
            optimizer.load_state_dict(state["optimizer"])

    def state_at(step: int) -> dict:
        return {
            "pixel": pixel.state_dict(), "label": label.state_dict(),
            "optimizer": optimizer.state_dict(), "step": step,
        }

    cells = len(rung.cells())
    for step in range(first, steps):
        generator = torch.Generator().manual_seed(seed * 10_000_000 + step)
        rate, share, heat = schedule.at(step, steps)
        for group in optimizer.param_groups:
            group["lr"] = rate
        rows = torch.randint(0, len(train.labels), (dithers, shared), generator=generator).to(device)
        places = draw_dither(dithers, rung, generator)
        inputs = all_cell_inputs(places, rung).to(device)
        x, y = train.pictures[rows], train.labels[rows]
        pixels, logits = pixel(inputs), label(inputs)
        costs = cell_costs(pixels, logits, x, y)
        # Deterministic annealing (Rose 1998): soft shares of the cells that
        # harden, so that no cell dies and the codebook finds a better place.
        price = mu * share
        with torch.no_grad():
            total = costs.total(price)
            if heat > 1e-5:
                shares = torch.softmax(-total / heat, -1)
            else:
                shares = F.one_hot(total.argmin(-1), cells).float()
        distortion = (shares * costs.distortion).sum(-1).mean()
        cross_entropy = (shares * costs.cross_entropy).sum(-1).mean()
        loss = distortion + price * cross_entropy
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if checkpoint.is_due():
            checkpoint.save(state_at(step + 1))
        if (step + 1) % 500 == 0:
            print(
                f"{rung.name} step {step + 1}/{steps}: MSE {distortion.item():.5f},"
                f" label CE {cross_entropy.item():.4f}", flush=True,
            )
    checkpoint.save(state_at(steps))


@dataclass
class Searcher:
    """The frozen encoder: all cells, least MSE + μ·CE + λ·bits."""

    rung: Rung
    pixel: nn.Module
    label: nn.Module
    mu: float
    table: np.ndarray | None = None
    price: float = 0.0

    @torch.no_grad()
    def choose(self, x: torch.Tensor, labels: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """The cells of pictures that share a dither: [dithers, pictures].

        x is [dithers, pictures, 784], labels [dithers, pictures], places
        [dithers, d]. Sharing saves decoding all cells for each picture.
        """
        chosen = []
        chunk = max(1, 16384 // len(self.rung.cells()))
        for rows in torch.arange(len(x)).split(chunk):
            inputs = all_cell_inputs(places[rows], self.rung).to(x.device)
            pixels, logits = self.pixel(inputs).clamp(0, 1), self.label(inputs)
            total = cell_costs(pixels, logits, x[rows], labels[rows]).total(self.mu)
            if self.table is not None and self.price > 0:
                bits = cell_bits(self.rung, self.table, places[rows])
                total = total + self.price * bits.to(x.device)[:, None]
            chosen.append(total.argmin(-1))
        return torch.cat(chosen)
