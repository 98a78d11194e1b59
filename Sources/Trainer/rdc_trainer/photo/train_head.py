"""Trains a head on the frozen encoder.

One command a head: ``python -m rdc_trainer.photo.train_head DATA CHECKPOINT FIT.npz
OUT.pt --head perceptual`` or ``--head classification --cifar … --guide …``. The
latents are those that files hold.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .cifar import load_cifar
from .classifiers import LABELS, features, load_classifier, logits, shifted
from .export import load_head
from .fit import load_average
from .head_batches import HeadBatches
from .heads import LabelledSynthesis, PerceptualSynthesis
from .model import LAMBDA
from .texture import distance, projections, screen
from .train import SAVE_SECONDS, Average, save, to_tensor
from .transforms import ANCHORS, Synthesis, nominal_step

KINDS = ["distortion", "perceptual", "classification"]

EVEN = 64.0
"""Step at which the texture goal has its nominal weight."""

NOISE = 6.0
"""Gray levels of noise (standard deviation) through which guides read."""

LATTICE = 12.0
"""Weight of error that repeats with the grid, in that of other error."""


def reading(
    out: Tensor, x: Tensor, labels: Tensor | None, guides: list, rng: np.random.Generator
) -> Tensor:
    """How far what the guides see has moved, and their cross-entropy if labels are known.

    What early layers see is much the same in all classifiers, and shifts and noise are
    others in every step: this keeps the head from writing what only its guides read.
    """
    down, across = (int(v) for v in rng.integers(-2, 3, 2))
    out, x = shifted(out, down, across), shifted(x, down, across)
    out = out + NOISE * torch.randn_like(out)
    total = torch.zeros(len(out))
    for guide in guides:
        found = features(guide, out)
        with torch.no_grad():
            wanted = features(guide, x)
        moved = [
            (a - b).square().flatten(1).mean(dim=1)
            / (b.square().flatten(1).mean(dim=1) + 1e-3)
            for a, b in zip(found, wanted)
        ]
        total = total + moved[-1] + torch.stack(moved[:-1]).mean(dim=0)
        if labels is not None:
            total = total + F.cross_entropy(guide[-1](found[-1]), labels, reduction="none")
    return total / len(guides)


@torch.no_grad()
def confusion(guide: torch.nn.Module, pictures: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """P(what the guide sees | label) of pictures that it was not trained on.

    In those that it was trained on it is nearly always right, and a head that learned
    from them would believe it too much.
    """
    found = np.concatenate(
        [logits(guide, to_tensor(part)).argmax(1).numpy() for part in np.split(pictures, 4)]
    )
    counts = np.full((len(LABELS), len(LABELS)), 0.1)
    np.add.at(counts, (labels, found), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def stated(labels: Tensor, seen: np.ndarray, rng: np.random.Generator) -> Tensor:
    """Labels as files state them, drawn from `confusion`; in one of ten, none."""
    drawn = [rng.choice(len(LABELS), p=seen[label]) for label in labels.tolist()]
    there = torch.from_numpy(rng.random((len(labels), 1)) < 0.9)
    return F.one_hot(torch.tensor(drawn), len(LABELS)) * there.float()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("checkpoint", type=Path, help="the codec")
    parser.add_argument("fit", type=Path, help="tables of the codec")
    parser.add_argument("out", type=Path)
    parser.add_argument("--head", choices=KINDS, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--batch", type=int, default=3)
    parser.add_argument("--crop", type=int, default=128)
    parser.add_argument("--projections", type=int, default=32)
    parser.add_argument("--weight", type=float, default=20.0, help="of the goal")
    parser.add_argument("--qualities", type=float, nargs=2, default=[0, ANCHORS - 1])
    parser.add_argument("--cifar", type=Path)
    parser.add_argument("--guide", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    model = load_average(arguments.checkpoint)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    head: Synthesis = load_average(arguments.checkpoint).synthesis
    if arguments.head == "perceptual":
        head = PerceptualSynthesis.from_distortion(head, model.shape)
    elif arguments.head == "classification":
        head = LabelledSynthesis.from_distortion(head, model.shape)
    spent, step = 0.0, 0
    state: dict = {}
    if arguments.out.exists():
        head = load_head(arguments.out)
        state = torch.load(arguments.out)
        head.load_state_dict(state["model"])
        spent, step = state["spent"], state["step"]
    head = head.to(memory_format=torch.channels_last)
    average = Average(head)
    slow = [p for n, p in head.named_parameters() if n in ("block", "post")]
    rest = [p for n, p in head.named_parameters() if n not in ("block", "post")]
    optimizer = torch.optim.Adam([{"params": slow}, {"params": rest}], betas=(0.9, 0.99))
    if state:
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.count = state["average"], state["count"]
    arguments.seed += step  # A run that goes on draws other crops.
    source = HeadBatches(model, arguments)
    guides = [load_classifier(path) for path in arguments.guide]
    if guides:
        seen = confusion(guides[0], *load_cifar(arguments.cifar, "held"))
    total = arguments.steps
    clock = saved = time.process_time()
    printed = time.monotonic()
    shown: list[list[float]] = []
    while step < total:
        share = step / total
        factor = min(1.0, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * share))
        for entry, relative in zip(optimizer.param_groups, (0.1, 1.0)):
            entry["lr"] = arguments.rate * relative * max(factor, 0.01)
        latents, quality, x, labels = source.next()
        if labels is None:
            out = head(latents, quality)
        else:
            out = head.with_labels(latents, quality, stated(labels, seen, source.rng))
        error = (out - x).square().mean(dim=(1, 2, 3))
        unit = LAMBDA / 3 * nominal_step(quality).square()
        goal = torch.zeros(len(x))
        if arguments.head == "perceptual":
            filters = projections(arguments.projections)
            goal = distance(out, x, filters, source.rng)
            # Fine quantizers leave little to add; there the goal weighs more.
            price = arguments.weight * EVEN / nominal_step(quality)
            lattice = LATTICE * screen(out - x)
            loss = ((error + price * goal + lattice) / unit.sqrt()).mean() / 10
        elif arguments.head == "classification":
            goal = reading(out.clamp(-128, 127), x, labels, guides, source.rng)
            lattice = LATTICE * screen(out - x) if labels is None else 0
            loss = ((error + lattice) / unit + arguments.weight * goal).mean()
        else:
            loss = (error / unit).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
        optimizer.step()
        average.update(head, limit=0.99)
        step += 1
        shown.append([loss.item(), error.mean().item(), goal.mean().item()])
        now = time.process_time()
        if time.monotonic() - printed > 30:
            mean = np.mean(shown, axis=0)
            print(f"{(spent + now - clock) / 60:5.1f} CPU min step {step} "
                  f"loss {mean[0]:.4f} mse {mean[1]:.2f} goal {mean[2]:.3f}",
                  flush=True)  # fmt: skip
            shown, printed = [], time.monotonic()
        if now - saved > SAVE_SECONDS or step >= total:
            spent, clock, saved = spent + now - clock, now, now
            contents = {
                "head": arguments.head,
                "shape": model.description(),
                "model": head.state_dict(),
                "average": average.values,
                "count": average.count,
                "optimizer": optimizer.state_dict(),
                "spent": spent,
                "step": step,
            }
            save(arguments.out, contents)


if __name__ == "__main__":
    main()
