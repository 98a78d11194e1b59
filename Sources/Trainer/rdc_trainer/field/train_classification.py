"""Trains the head that brings out what a classifier saw, on a frozen codec.

One command: ``python -m rdc_trainer.field.train_classification CODEC.pt HEAD.pt
--photographs FOLDER``. The head starts as the distortion head. Its loss compares what
lite0 reads in its picture with what it reads in the original, logits and features, and
keeps the squared error near that of the distortion head. Crops, scales and noise
between head and classifier change all the time, so that nothing is gained by writing
what only lite0 reads; the statement is left out in a quarter of the samples, and is a
confusion of lite0 in some.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

from ..pictures import Pixels, load_picture, picture_paths
from . import device
from .fit import load_average
from .lite0 import Lite0
from .model import Codec, Maps
from .optimizer import soap
from .quality_map import RULE, STEPS_PER_ANCHOR, steps
from .statement import Statement
from .telling import FEATURES, TellingSynthesis
from .train import Average, save, to_tensor
from .transforms import ANCHORS, CELL

QUALITIES = (0.2, 2.3)
"""Anchors between which the quality of a crop is drawn: 0.06 … 0.4 bits a pixel of
photographs; the quality map comes on top."""

LEFT_OUT, CONFUSED = 0.25, 0.1
"""Shares of the samples without a statement, and with a wrong one."""

TOLD_RATE = 4.0
"""How much faster the layers learn that hear the statement: they begin at zero."""

DIRECTIONS = 64
"""Numbers of a statement that those layers learn from."""

SAVE_SECONDS = 60.0

STAGES = (2, 3, 4)
"""Features of lite0 that are compared: at 1/8, 1/16 and 1/32 of the resolution."""


@dataclass
class Photograph:
    """A picture to train on, and what lite0 says of it."""

    pixels: Pixels
    statement: Tensor
    confusion: Tensor
    """A statement that takes lite0's second to fourth guess for its first."""


def less_compressed(pixels: Pixels) -> Pixels:
    """A photograph that was a JPEG, reduced to two thirds."""
    height, width = pixels.shape[:2]
    size = (max(1, 2 * width // 3), max(1, 2 * height // 3))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))


@torch.no_grad()
def described(network: Lite0, pixels: Pixels) -> tuple[Tensor, Tensor]:
    """The statement's direction, and that of a confusion."""
    probabilities = network(network.square(pixels))[0].softmax(0).cpu().numpy()
    weights = network.classes.weight.cpu().numpy()
    right = Statement.of(probabilities)
    if right is None:
        return torch.zeros(FEATURES), torch.zeros(FEATURES)
    others = np.argsort(-probabilities, kind="stable")[1:4]
    wrong = Statement(tuple(int(c) for c in others), right.probabilities[:1] + (0.1, 0.05))
    return (
        torch.from_numpy(right.direction(weights)),
        torch.from_numpy(wrong.direction(weights)),
    )


class Encoded:
    """Crops that the frozen codec has coded: what its heads read of them."""

    def __init__(
        self, codec: Codec, network: Lite0, pixels: Pixels, rng: np.random.Generator
    ) -> None:
        """``pixels``: batch × side × side × 3."""
        count, side = len(pixels), pixels.shape[1] // CELL
        self.pixels = pixels
        qualities = rng.uniform(*QUALITIES, (count, 1, 1, 1))
        lifted = np.zeros((count, 1, side, side))
        for row, crop in enumerate(pixels):
            share = float(qualities[row, 0, 0, 0]) / (ANCHORS - 1)
            found = steps(RULE, network, crop, crop, share)
            if found is not None:
                lifted[row, 0] = found / STEPS_PER_ANCHOR
        cells = (qualities + lifted).clip(0, ANCHORS - 1)
        self.cells = torch.from_numpy(cells).float()
        place = device.of(codec)
        with torch.no_grad(), device.mixed(place):
            read, _, _ = codec.coded(to_tensor(pixels).to(place), Maps(self.cells.to(place)))
        self.latents, self.coarse = (part.float().cpu() for part in read[:2])


def seen(pictures: list[Tensor], side: int, rng: np.random.Generator) -> list[Tensor]:
    """The same part of pictures of one size, reduced, as a classifier meets it."""
    size = pictures[0].shape[2]
    part = int(rng.integers(int(0.8 * size), size + 1))
    top, left = (int(v) for v in rng.integers(0, size - part + 1, 2))
    mode = "bilinear" if rng.random() < 0.7 else "bicubic"
    return [
        F.interpolate(
            x[:, :, top : top + part, left : left + part], size=(side, side),
            mode=mode, antialias=True, align_corners=False,
        ).contiguous(memory_format=torch.channels_last)
        for x in pictures
    ]  # fmt: skip


def disagreement(network: Lite0, shown: Tensor, original: Tensor) -> tuple[Tensor, Tensor]:
    """Kullback–Leibler divergence of classes, and relative distance of features, each a
    sample; pictures 0…255."""
    with torch.no_grad():
        wanted = network.features(original)
        classes = network.read(wanted[-1].float()).log_softmax(1)
    found = network.features(shown)
    read = network.read(found[-1].float()).log_softmax(1)
    divergence = (classes.exp() * (classes - read)).sum(dim=1)
    distance = torch.zeros_like(divergence)
    for stage in STAGES:
        a, b = found[stage].float(), wanted[stage].float()
        power = b.square().mean(dim=(1, 2, 3)) + 1e-6
        distance = distance + (a - b).square().mean(dim=(1, 2, 3)) / power
    return divergence, distance


def losses(
    head: TellingSynthesis, network: Lite0, drawn: tuple[Tensor, ...], side: int,
    rng: np.random.Generator,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
    """`disagreement` with noise and at another scale, squared error, and what that
    usually is; ``drawn``: `Samples.draw`."""
    original, latents, coarse, cells, statement = drawn
    maps = Maps(cells)
    with device.mixed(original.device):
        out = head(latents, coarse, maps.block_hats, maps.cell_hats, maps.block_step, statement)
        noise = out.detach() + float(rng.uniform(0, 2)) * torch.randn_like(out)
        found, wanted = seen(
            [(out + (noise - out.detach()) + 128).clamp(0, 255), original + 128], side, rng
        )
        divergence, distance = disagreement(network, found, wanted)
    error = (out - original).square().mean(dim=(1, 2, 3))
    typical = 0.004 * maps.block_step.mean(dim=(1, 2, 3)) ** 2 + 20
    return divergence, distance, error, typical


class Heard(nn.Module):
    """A layer from a statement that is learned in few numbers: the directions in which
    the statements of the training differ most, each brought to the same strength.

    Few pictures tell little about 1,280 features of a class, and more about these.
    """

    def __init__(self, layer: nn.Linear, statements: Tensor) -> None:
        super().__init__()
        _, strength, directions = torch.linalg.svd(statements, full_matrices=False)
        strength = strength[:DIRECTIONS, None] / len(statements) ** 0.5
        directions = directions[: len(strength)]
        self.register_buffer("directions", directions / strength)
        start = layer.weight.detach() @ (directions * strength).T
        self.weight = nn.Parameter(start)

    def forward(self, statement: Tensor) -> Tensor:
        return F.linear(F.linear(statement, self.directions), self.weight)


class Samples:
    """Photographs, and crops of them that are coded once and shown several times."""

    def __init__(
        self, codec: Codec, network: Lite0, photographs: list[Photograph], crop: int,
        keep: int, rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self.network = network
        self.codec, self.photographs, self.crop, self.keep = codec, photographs, crop, keep
        self.rng = rng
        self.entries: list[tuple[int, Encoded, int]] = []

    def add(self, count: int) -> None:
        """Codes crops of photographs drawn at random."""
        chosen = [int(i) for i in self.rng.integers(len(self.photographs), size=count)]
        crops = np.stack([self._crop(self.photographs[i].pixels) for i in chosen])
        done = Encoded(self.codec, self.network, crops, self.rng)
        self.entries += [(number, done, row) for row, number in enumerate(chosen)]
        del self.entries[: max(0, len(self.entries) - self.keep)]

    def _crop(self, pixels: Pixels) -> Pixels:
        """A square of the picture, enlarged if it is smaller than a crop."""
        height, width = pixels.shape[:2]
        if min(height, width) < self.crop:
            grow = self.crop / min(height, width)
            size = max(self.crop, round(width * grow)), max(self.crop, round(height * grow))
            pixels = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))
            height, width = pixels.shape[:2]
        top = self.rng.integers(0, height - self.crop + 1)
        left = self.rng.integers(0, width - self.crop + 1)
        part = pixels[top : top + self.crop, left : left + self.crop]
        return part[:, ::-1] if self.rng.random() < 0.5 else part

    def draw(self, count: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Originals (−128 …), latents, coarse latents, cells, statements, where the codec is."""
        rows: list[list[Tensor]] = []
        for place in self.rng.choice(len(self.entries), count, replace=False):
            number, done, row = self.entries[place]
            chance = self.rng.random()
            told = self.photographs[number].statement
            if chance < LEFT_OUT:
                told = torch.zeros(FEATURES)
            elif chance < LEFT_OUT + CONFUSED:
                told = self.photographs[number].confusion
            picture = to_tensor(done.pixels[row : row + 1])[0]
            rows.append([picture, done.latents[row], done.coarse[row], done.cells[row], told])
        return tuple(torch.stack(parts).to(device.of(self.codec)) for parts in zip(*rows))


def photographs(network: Lite0, folder: Path, limit: int | None, jpeg: bool) -> list[Photograph]:
    """Pictures of a folder, described; ``jpeg``: they were JPEGs."""
    found = []
    for path in picture_paths(folder)[:limit]:
        pixels = load_picture(path)
        if min(pixels.shape[:2]) < 160:
            continue
        told = described(network, pixels)
        found.append(Photograph(less_compressed(pixels) if jpeg else pixels, *told))
    return found


def whole(values: dict[str, Tensor]) -> dict[str, Tensor]:
    """A head's values with `Heard` layers as they are applied."""
    values = dict(values)
    for name in ("before", "behind"):
        directions = values.pop(f"{name}.directions")
        values[f"{name}.weight"] = values[f"{name}.weight"] @ directions
    return values


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codec", type=Path)
    parser.add_argument("head", type=Path)
    parser.add_argument("--photographs", type=Path, required=True, help="were JPEGs")
    parser.add_argument("--others", type=Path, help="pictures that were not")
    parser.add_argument("--start", type=Path, help="the perceptual head, to begin as it")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--crop", type=int, default=256)
    parser.add_argument("--side", type=int, default=192, help="of what lite0 reads")
    parser.add_argument("--keep", type=int, default=384, help="crops that are shown again")
    parser.add_argument("--features", type=float, default=0.25, help="their weight")
    parser.add_argument("--error", type=float, default=0.12, help="weight of squared error")
    parser.add_argument("--limit", type=int, help="pictures of each folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    place = device.chosen()
    codec = load_average(arguments.codec).requires_grad_(False)
    codec = codec.to(place, memory_format=torch.channels_last)
    network = Lite0().eval().to(place, memory_format=torch.channels_last)
    pictures = photographs(network, arguments.photographs, arguments.limit, True)
    if arguments.others is not None:
        pictures += photographs(network, arguments.others, arguments.limit, False)
    head = TellingSynthesis.of(codec)
    if arguments.start is not None:
        begin = device.load(arguments.start)["average"]
        head.load_state_dict({k: v for k, v in begin.items() if k in head.state_dict()}, strict=False)
    state: dict[str, Any] = {"spent": 0.0, "step": 0}
    if arguments.head.exists():
        state = device.load(arguments.head, place)
        head.load_state_dict(state["model"])
    statements = torch.stack([p.statement for p in pictures])
    head.before = Heard(head.before, statements)
    head.behind = Heard(head.behind, statements)
    head = head.to(place, memory_format=torch.channels_last).requires_grad_(True)
    told = [head.before.weight, head.behind.weight]
    others = [p for n, p in head.named_parameters() if n.split(".")[0] not in ("before", "behind")]
    optimizer = soap([{"params": others}, {"params": told}], arguments.rate)
    average = Average(head)
    if "optimizer" in state:
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.count = state["running"], state["count"]
    spent, step = state["spent"], state["step"]
    rng = np.random.default_rng(arguments.seed + step)
    samples = Samples(codec, network, pictures, arguments.crop, arguments.keep, rng)
    print(f"{len(pictures)} photographs, from step {step}", flush=True)
    for _ in range(4):
        samples.add(arguments.batch)
    total = arguments.minutes * 60
    last = last_save = last_print = time.monotonic()
    shown: list[list[float]] = []
    while spent < total:
        factor = min(1.0, (step + 1) / 50, 4 * (1 - spent / total))
        for group, scale in zip(optimizer.param_groups, (1, TOLD_RATE)):
            group["lr"] = scale * arguments.rate * max(factor, 0.02)
        if step % 4 == 0:
            samples.add(arguments.batch)
        drawn = samples.draw(arguments.batch)
        divergence, distance, error, typical = losses(head, network, drawn, arguments.side, rng)
        loss = (
            divergence + arguments.features * distance + arguments.error * error / typical
        ).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        if torch.isfinite(loss):
            optimizer.step()
            average.update(head, 0.995)
        step += 1
        now = time.monotonic()
        spent += now - last
        last = now
        values = (divergence, distance, error, error / typical)
        shown.append([v.mean().item() for v in values])
        if now - last_print > 30 or spent >= total:
            mean = np.mean(shown, axis=0)
            print(
                f"{spent / 60:5.1f} min step {step} divergence {mean[0]:.4f} "
                f"features {mean[1]:.4f} mse {mean[2]:.1f} ({mean[3]:.2f})",
                flush=True,
            )
            shown, last_print = [], now
        if now - last_save > SAVE_SECONDS or spent >= total:
            state = {
                "model": whole(head.state_dict()), "average": whole(average.values),
                "running": average.values, "count": average.count, "optimizer": optimizer.state_dict(),
                "shape": codec.description(), "spent": spent, "step": step,
            }  # fmt: skip
            save(arguments.head, state)
            last_save = last = time.monotonic()


if __name__ == "__main__":
    main()
