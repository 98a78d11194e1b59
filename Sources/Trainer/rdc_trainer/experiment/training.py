"""Trains the paper's systems: end to end, or decoders on a frozen encoder."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from ..digits.classifiers import augment
from ..digits.data import Digits
from ..digits.heads import cosine
from ..digits.models import Rung
from . import networks
from .lattice import disturbed

BATCH, CRITIC_BATCH = 128, 64
#: Peak learning rates; the encoder's and decoder's betas are the paper's.
RATE, CRITIC_RATE, BETAS = 3e-3, 5e-4, (0.5, 0.9)
PENALTY = 10.0


@dataclass(frozen=True)
class Goal:
    """What a system is trained for beside MSE, and the weight λ of it."""

    name: str
    weight: float


class Paper:
    """An encoder, a decoder and, where perception counts, their critic."""

    def __init__(self, rung: Rung, seed: int):
        torch.manual_seed(seed)
        self.rung, self.seed = rung, seed
        self.encoder, self.decoder = networks.encoder(rung), networks.decoder(rung)
        self.critic = networks.critic()

    def state(self) -> dict:
        return {
            "encoder": self.encoder.state_dict(), "decoder": self.decoder.state_dict(),
            "critic": self.critic.state_dict(),
        }

    def load(self, state: dict) -> None:
        self.encoder.load_state_dict(state["encoder"])
        self.decoder.load_state_dict(state["decoder"])
        self.critic.load_state_dict(state["critic"])
        self.encoder.eval()

    @torch.no_grad()
    def latents(self, pictures: torch.Tensor) -> torch.Tensor:
        """f(x) with its batch statistics frozen."""
        self.encoder.eval()
        return torch.cat([self.encoder(x) for x in pictures.split(2000)])


def train_reader(data: Digits, steps: int, seed: int) -> nn.Module:
    """The classifier of the losses: half of its pictures moved, all a bit noisy."""
    torch.manual_seed(seed)
    model = networks.reader()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, betas=(0.9, 0.999))
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * cosine(step / steps)
        rows = torch.randint(0, len(data.labels), (BATCH,))
        x = data.pictures[rows]
        x = torch.cat([augment(x[: BATCH // 2]), x[BATCH // 2 :]])
        x = x + 0.1 * torch.randn(x.shape)
        loss = F.cross_entropy(model(x), data.labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval().requires_grad_(False)


def critic_loss(critic: nn.Module, real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    """−W1 as the critic sees it, and the gradient penalty (WGAN-GP)."""
    share = torch.rand(len(real), 1)
    between = (share * real + (1 - share) * fake).requires_grad_(True)
    (slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    penalty = (slope.norm(2, 1) - 1).square().mean()
    return critic(fake).mean() - critic(real).mean() + PENALTY * penalty


class CriticTrainer:
    """Steps of a critic on decoded pictures."""

    def __init__(self, critic: nn.Module):
        self.critic = critic
        self.optimizer = torch.optim.Adam(critic.parameters(), CRITIC_RATE, BETAS, fused=True)

    def step(self, real: torch.Tensor, fake: torch.Tensor, part: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = CRITIC_RATE * cosine(part)
        self.critic.requires_grad_(True)
        loss = critic_loss(self.critic, real, fake)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.critic.requires_grad_(False)


def train(
    system: Paper, goal: Goal, data: Digits, reader: nn.Module, steps: int,
    latents: torch.Tensor | None = None,
) -> None:
    """MSE + λ·(CE or W1); with `latents` the encoder that gave them is frozen."""
    torch.manual_seed(system.seed)
    generator = torch.Generator().manual_seed(system.seed)
    learned = list(system.decoder.parameters())
    if latents is None:
        learned += system.encoder.parameters()
        system.encoder.train()
    optimizer = torch.optim.Adam(learned, RATE, BETAS, fused=True)
    critic = CriticTrainer(system.critic) if goal.name == "perception" else None

    def decode(rows: torch.Tensor) -> torch.Tensor:
        y = system.encoder(data.pictures[rows]) if latents is None else latents[rows]
        return system.decoder(disturbed(y, system.rung, generator))

    for step in range(steps):
        part = step / steps
        for group in optimizer.param_groups:
            group["lr"] = RATE * cosine(part)
        rows = torch.randint(0, len(data.labels), (BATCH,), generator=generator)
        fake = decode(rows)
        loss = F.mse_loss(fake, data.pictures[rows])
        if critic is not None:
            others = torch.randint(0, len(data.labels), (CRITIC_BATCH,), generator=generator)
            critic.step(data.pictures[others], fake.detach()[:CRITIC_BATCH], part)
            loss = loss - goal.weight * system.critic(fake).mean()
        elif goal.weight > 0:
            loss = loss + goal.weight * F.cross_entropy(reader(fake), data.labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    system.encoder.eval()


def train_critic(system: Paper, data: Digits, steps: int) -> None:
    """A critic for a system that was trained without one."""
    torch.manual_seed(system.seed)
    generator = torch.Generator().manual_seed(system.seed)
    critic = CriticTrainer(system.critic)
    latents = system.latents(data.pictures)
    for step in range(steps):
        rows, others = torch.randint(0, len(data.labels), (2, CRITIC_BATCH), generator=generator)
        with torch.no_grad():
            fake = system.decoder(disturbed(latents[rows], system.rung, generator))
        critic.step(data.pictures[others], fake, step / steps)
