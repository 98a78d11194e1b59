"""Stage 5: trains the perceptual head, and the critic beside it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..checkpoints import Checkpoint
from .heads import Encoded, cosine, half_precision, learned
from .perceptual import (
    Critic, PlaceCritic, as_decoded, draw_noise, energy_score, excess, label_missed,
    mean_moved,
)
from .search import Searcher

RATE = 5e-4
#: Encoded pictures of a step, each drawn twice.
BATCH = 64
#: The gradient penalty is taken every so many steps, that much stronger.
LAZY = 8
PENALTY = 0.1
AVERAGE = 0.998
#: Price of pixels beyond [0, 1].
RANGE = 50.0
#: Steps of a new critic before a trained head moves.
WARM_UP = 150


@dataclass
class Weights:
    """Of the judges beside the critic, of the teachers, and of squared error.

    `places` weighs the critic of single places; without it there is none.
    `teacher` weighs the distortion head's picture as the mean of what is drawn,
    `label` that the guide reads the digit of which the bits are sure; `pull` is what a
    head between this one and the distortion head is trained with.
    """

    pixels: float = 4
    features: float = 1
    places: float = 0
    teacher: float = 0
    label: float = 0
    pull: float = 0


@dataclass
class Batch:
    """Originals with their cells, and two draws of each, one batch after the other."""

    originals: Tensor
    cells: Tensor
    drawn: Tensor

    def __post_init__(self) -> None:
        self.fake, self.twice = as_decoded(self.drawn), self.cells.repeat(2, 1)


class PerceptualTraining:
    """Head and critic with their optimizers, and the head's running average.

    A head that was `trained` before waits for its critic: steps below zero.
    """

    def __init__(
        self, head: nn.Module, guide: nn.Module, searcher: Searcher, encoded: Encoded,
        weights: Weights, trained: bool = False,
    ) -> None:
        self.head = head.to(memory_format=torch.channels_last)
        self.guide, self.searcher, self.encoded = guide, searcher, encoded
        self.weights, self.pool = weights, encoded.training_rows()
        self.critic = Critic(encoded.rung).to(encoded.pictures.device)
        self.optimizer = torch.optim.Adam(learned(head), RATE, betas=(0.0, 0.99))
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), RATE, betas=(0.0, 0.99))
        self.place_critic = PlaceCritic(encoded.rung).to(encoded.pictures.device)
        self.place_optimizer = torch.optim.Adam(
            self.place_critic.parameters(), RATE, betas=(0.0, 0.99)
        )
        self.average = {k: v.clone() for k, v in head.state_dict().items()}
        self.step = -WARM_UP if trained else 0

    def averaged(self) -> nn.Module:
        """A copy of the head with its averaged weights."""
        head = copy.deepcopy(self.head)
        head.load_state_dict(self.average)
        return head

    def _parts(self) -> dict:
        return {
            "now": self.head, "critic": self.critic,
            "og": self.optimizer, "od": self.critic_optimizer,
            "places": self.place_critic, "op": self.place_optimizer,
        }

    def state(self) -> dict:
        states = {name: part.state_dict() for name, part in self._parts().items()}
        return states | {"head": self.average, "step": self.step}

    def restore(self, state: dict) -> None:
        for name, part in self._parts().items():
            if name in state:  # a finished head may come from a pack, without them
                part.load_state_dict(state[name])
        self.average, self.step = state["head"], state["step"]

    def set_rate(self, rate: float) -> None:
        for group in [*self.optimizer.param_groups, *self.critic_optimizer.param_groups]:
            group["lr"] = rate

    def draw(self, generator: torch.Generator) -> Batch:
        """A batch; every encoded picture is drawn twice, for the energy score."""
        places = torch.randint(0, len(self.pool), (BATCH,), generator=generator)
        rows = self.pool[places]
        cells = self.encoded.inputs(rows)
        noise = draw_noise(2 * BATCH, generator).to(cells.device)
        with half_precision():
            drawn = self.head(torch.cat([cells.repeat(2, 1), noise], 1))
        return Batch(self.encoded.pictures[self.encoded.rows[rows]], cells, drawn.float())

    def judge(self, batch: Batch) -> None:
        """One step of the critic, with a penalty on its slope at originals."""
        lazy = self.step % LAZY == 0
        real = batch.originals.clone().requires_grad_(lazy)
        with half_precision():
            judged = self.critic(real, batch.cells).float()
            fooled = self.critic(batch.fake.detach(), batch.twice).float()
        loss = F.softplus(-judged).mean() + F.softplus(fooled).mean()
        if lazy:
            (slope,) = torch.autograd.grad(judged.sum(), real, create_graph=True)
            loss = loss + LAZY * PENALTY * slope.square().sum(1).mean()
        self.critic_optimizer.zero_grad()
        loss.backward()
        self.critic_optimizer.step()

    def verdicts(self, pictures: Tensor, cells: Tensor) -> Tensor:
        """What the critic of places says."""
        with half_precision():
            seen = self.guide[: PlaceCritic.SEEN](pictures)
            return self.place_critic(seen, cells).float()

    def judge_places(self, batch: Batch) -> None:
        """One step of the critic of places."""
        judged = self.verdicts(batch.originals, batch.cells)
        fooled = self.verdicts(batch.fake.detach(), batch.twice)
        loss = F.softplus(-judged).mean() + F.softplus(fooled).mean()
        self.place_optimizer.zero_grad()
        loss.backward()
        self.place_optimizer.step()

    def pixel_loss(self, batch: Batch) -> Tensor:
        """What needs neither critic nor guide."""
        weights, (first, second) = self.weights, batch.fake.chunk(2)
        loss = weights.pixels * energy_score(batch.originals, first, second)
        loss = loss + RANGE * excess(batch.drawn)
        if weights.teacher > 0:
            with torch.no_grad():
                mean = self.searcher.pixel(batch.cells).clamp(0, 1)
            loss = loss + weights.teacher * mean_moved(first, second, mean)
        if weights.pull > 0:
            loss = loss + weights.pull * (batch.fake - batch.originals.repeat(2, 1)).square().mean()
        return loss

    def realism(self, batch: Batch) -> Tensor:
        """What the head pays the critics, which stay as they are."""
        self.critic.requires_grad_(False)
        with half_precision():
            judged = self.critic(batch.fake, batch.twice).float()
        self.critic.requires_grad_(True)
        loss = F.softplus(-judged).mean()
        if self.weights.places > 0:
            self.place_critic.requires_grad_(False)
            judged = self.verdicts(batch.fake, batch.twice)
            self.place_critic.requires_grad_(True)
            loss = loss + self.weights.places * F.softplus(-judged).mean()
        return loss

    def feature_loss(self, batch: Batch) -> Tensor:
        """What the guide sees and reads."""
        with half_precision():
            seen, looked = self.guide[:-1](batch.originals), self.guide[:-1](batch.fake)
        looked = looked.float()
        loss = self.weights.features * energy_score(seen.float(), *looked.chunk(2))
        if self.weights.label > 0:
            with torch.no_grad():
                named = self.searcher.label(batch.twice)
            loss = loss + self.weights.label * label_missed(self.guide[-1](looked), named)
        return loss

    def improve(self, loss: Tensor) -> None:
        """One step of the head, and of its average."""
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.step += 1
        decay = min(AVERAGE, self.step / (9 + self.step))
        with torch.no_grad():
            for name, value in self.head.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)

    def advance(self, seed: int, steps: int) -> str:
        """One step of `steps`; says what its losses are."""
        step = self.step
        generator = torch.Generator().manual_seed(seed * 10_000_000 + step)
        self.set_rate(RATE * cosine(step / steps))
        batch = self.draw(generator)
        self.judge(batch)
        if self.weights.places > 0:
            self.judge_places(batch)
        if step < 0:
            self.step += 1
            return "critic alone"
        pixels, realism = self.pixel_loss(batch), self.realism(batch)
        features = self.feature_loss(batch)
        self.improve(pixels + realism + features)
        return (
            f"pixels {pixels.item():.4f}, features {features.item():.4f},"
            f" realism {realism.item():.3f}"
        )


def train_perceptual(
    training: PerceptualTraining, checkpoint: Checkpoint, steps: int, seed: int,
    watch: Callable[[nn.Module], str] | None = None,
) -> None:
    """Trains the head; its randomness is the dither in a cell and the noise.

    `watch` says every 500 steps what the averaged head is like on pictures that
    are held out.
    """
    if state := checkpoint.load():
        training.restore(state)
    while training.step < steps:
        said = training.advance(seed, steps)
        if checkpoint.is_due():
            checkpoint.save(training.state())
        if training.step % 100 == 0:
            print(f"step {training.step}/{steps}: {said}", flush=True)
        if watch and (training.step % 500 == 0 or training.step == steps):
            print(watch(training.averaged()), flush=True)
    checkpoint.save(training.state())
    training.head.load_state_dict(training.average)
