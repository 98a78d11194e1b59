"""Stages 3 and 4: f(x), and the other heads on the frozen encoder."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from .data import Digits
from .models import (
    NOISE, PIXELS, RESOLUTION, Rung, all_cell_inputs, dither_offset, draw_dither, head_input,
)
from .search import Searcher, cell_costs


def cosine(part: float) -> float:
    """Learning-rate factor over a stage: flat for a third, then to zero."""
    return 1.0 if part < 0.3 else 0.5 * (1 + math.cos(math.pi * (part - 0.3) / 0.7)) + 1e-3


def draw_noise(count: int, generator: torch.Generator | None = None) -> torch.Tensor:
    """The head's common randomness: uniform grid values on (−1, 1)."""
    places = torch.randint(0, RESOLUTION, (count, NOISE), generator=generator)
    return 2 * dither_offset(places)


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

    def inputs(self, rows: torch.Tensor) -> torch.Tensor:
        """Head inputs of the given rows."""
        indices = self.rung.cells()[self.cells[rows]]
        return head_input(indices, self.places[rows], self.rung).to(self.pictures.device)


def train_analysis(
    f: nn.Module, searcher: Searcher, train: Digits, checkpoint: Checkpoint, steps: int,
    seed: int, dithers: int = 16, shared: int = 64,
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
        u = dither_offset(places).to(x.device)[:, None, None]
        spread = (f(x.flatten(0, 1)).view(dithers, shared, 1, -1) + u - levels).square().sum(-1)
        weights = torch.softmax(-spread / (0.5 * (1 - part) + 0.05), -1)
        loss = (weights * costs).sum(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    checkpoint.save({"f": f.state_dict()})


def train_classification(
    head: nn.Module, distortion: nn.Module, guides: list[nn.Module], encoded: Encoded,
    checkpoint: Checkpoint, weight: float, steps: int, seed: int, batch: int = 512,
) -> None:
    """MSE + λc·CE, read by frozen guides under small shifts and noise.

    The shifts and the noise keep the head from writing what only these
    guides can read.
    """
    if checkpoint.load() is not None:
        head.load_state_dict(checkpoint.load()["head"])
        return
    head.load_state_dict(distortion.state_dict())
    optimizer = torch.optim.Adam(head.parameters(), 1e-3)
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
        cross_entropy = sum(F.cross_entropy(g(seen), labels) for g in guides) / len(guides)
        loss = mse + weight * cross_entropy
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    checkpoint.save({"head": head.state_dict()})


class Critic(nn.Module):
    """Judges pictures; also sees how a batch spreads (minibatch deviation)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 32, 5, 2, 2), nn.LeakyReLU(0.2),
            nn.Conv2d(32, 64, 5, 2, 2), nn.LeakyReLU(0.2),
            nn.Flatten(), nn.Linear(64 * 49, 128), nn.LeakyReLU(0.2),
        )
        self.last = nn.Linear(129, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.body(x.view(-1, 1, 28, 28))
        groups = h.view(-1, 16, h.shape[1])
        spread = groups.var(1, unbiased=False).add(1e-6).sqrt().mean(1)
        return self.last(torch.cat([h, spread.repeat_interleave(16)[:, None]], 1))


def sliced_wasserstein(a: torch.Tensor, b: torch.Tensor, directions: torch.Tensor) -> torch.Tensor:
    """Mean squared W2 over one-dimensional projections of two batches."""
    return (a @ directions).sort(0).values.sub((b @ directions).sort(0).values).square().mean()


def train_perceptual(
    head: nn.Module, encoded: Encoded, checkpoint: Checkpoint, fidelity: float, steps: int,
    seed: int, batch: int = 128,
) -> None:
    """A critic with a zero-centred gradient penalty, plus MSE and sliced W2.

    The head's randomness is the dither within a cell and the shared noise.
    """
    critic = Critic().to(encoded.pictures.device)
    optimizer = torch.optim.Adam(head.parameters(), 5e-4, betas=(0.5, 0.99))
    critic_optimizer = torch.optim.Adam(critic.parameters(), 5e-4, betas=(0.5, 0.99))
    average = {k: v.clone() for k, v in head.state_dict().items()}
    first = 0
    if state := checkpoint.load():
        head.load_state_dict(state["now"])
        critic.load_state_dict(state["critic"])
        optimizer.load_state_dict(state["optimizer"])
        critic_optimizer.load_state_dict(state["critic_optimizer"])
        average, first = state["head"], state["step"]

    def save(step: int) -> None:
        checkpoint.save(
            {
                "now": head.state_dict(), "head": average, "critic": critic.state_dict(),
                "optimizer": optimizer.state_dict(),
                "critic_optimizer": critic_optimizer.state_dict(), "step": step,
            }
        )

    for step in range(first, steps):
        generator = torch.Generator().manual_seed(seed * 10_000_000 + step)
        torch.manual_seed(seed * 10_000_000 + step)
        rate = 5e-4 * cosine(step / steps)
        for group in [*optimizer.param_groups, *critic_optimizer.param_groups]:
            group["lr"] = rate
        rows = torch.randint(0, len(encoded.rows), (batch,), generator=generator)
        x = encoded.pictures[encoded.rows[rows]]
        noise = draw_noise(batch, generator).to(x.device)
        fake = head(torch.cat([encoded.inputs(rows), noise], 1))

        real = encoded.pictures[torch.randint(0, len(encoded.pictures), (batch,), generator=generator)]
        real = real.clone().requires_grad_(step % 4 == 0)
        judged_real, judged_fake = critic(real), critic(fake.detach())
        loss = F.softplus(-judged_real).mean() + F.softplus(judged_fake).mean()
        if step % 4 == 0:
            (slope,) = torch.autograd.grad(judged_real.sum(), real, create_graph=True)
            loss = loss + 4 * 0.05 * slope.square().sum(1).mean()
        critic_optimizer.zero_grad()
        loss.backward()
        critic_optimizer.step()

        directions = F.normalize(torch.randn(PIXELS, 64, device=x.device), dim=0)
        loss = (
            F.softplus(-critic(fake)).mean()
            + fidelity * F.mse_loss(fake, x)
            + 4.0 * sliced_wasserstein(fake, real.detach(), directions)
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            decay = min(0.999, (1 + step) / (10 + step))
            for name, value in head.state_dict().items():
                average[name].lerp_(value, 1 - decay)
        if checkpoint.is_due():
            save(step + 1)
        if (step + 1) % 250 == 0:
            print(
                f"step {step + 1}/{steps}: MSE {F.mse_loss(fake, x).item():.4f},"
                f" critic {judged_real.mean().item():+.2f} {judged_fake.mean().item():+.2f}",
                flush=True,
            )
    save(steps)
    head.load_state_dict(average)
