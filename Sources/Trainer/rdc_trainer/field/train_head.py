"""Trains the perceptual head on a frozen encoder.

One command: ``python -m rdc_trainer.field.train_head DATA CODEC CHECKPOINT --minutes N``.
The head begins as the distortion head, or as an older head. The loss is the deep-feature
distance to the original, SSIMULACRA2's error, the lattices in flat places, and, at a
small weight that bounds how far the head may go from the closest picture, the logarithm
of the squared error of pixels and of means.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..pictures import PictureStore
from . import device
from .fit import load_average
from .heads import PerceptualSynthesis
from .joint import beginning, log_error
from .lite0 import Lite0
from .model import Maps
from .optimizer import soap
from .perception import distance
from .train import Average, quality_maps, save, to_tensor
from .transforms import ANCHORS, CELL
from .visible import lattices, ssimulacra_loss

LOWEST, HIGHEST = 0.2, 4.4
"""Qualities that the head is trained at."""


def losses(
    head: PerceptualSynthesis, eyes: Lite0, x: Tensor, read: tuple[Tensor, ...],
    left: int, top: int,
) -> tuple[Tensor, ...]:  # fmt: skip
    """Distance of deep features, log errors of pixels and of means, what leaves the
    range, SSIMULACRA2's error, lattices; lite0 looks at what is right of ``left`` and
    below ``top``."""
    with device.mixed(x.device):
        with torch.no_grad():
            wanted = eyes.features(x[:, :, top:, left:] + 128)
        out = head(*read)
        seen = eyes.features(out.clamp(-128, 127)[:, :, top:, left:] + 128)
    return (
        distance(wanted, seen).mean(),
        log_error(out, x, 1).mean(),
        log_error(out, x, 8).mean(),
        # The limits pass no slope on.
        (out.abs() - 128).clamp(min=0).mean(),
        torch.stack([ssimulacra_loss(a, b) for a, b in zip(out, x)]).mean(),
        lattices(out, x),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("codec", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--minutes", type=float, default=20, help="in all")
    parser.add_argument("--start", type=Path, help="an older head to begin with")
    parser.add_argument("--pixels", type=float, default=0.05, help="weight of log errors")
    parser.add_argument("--structure", type=float, default=1.0, help="of SSIMULACRA2's error")
    parser.add_argument("--lattices", type=float, default=0.5, help="weight")
    parser.add_argument("--rate", type=float, default=7e-4)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--crop", type=int, default=256)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    place = device.chosen()
    codec = load_average(arguments.codec).requires_grad_(False)
    codec = codec.to(place, memory_format=torch.channels_last)
    eyes = Lite0().eval().to(place, memory_format=torch.channels_last)
    head = beginning(codec).to(place, memory_format=torch.channels_last)
    optimizer = soap(list(head.parameters()), arguments.rate)
    average = Average(head)
    spent, step = 0.0, 0
    if arguments.start is not None and not arguments.checkpoint.exists():
        head.load_state_dict(device.load(arguments.start)["average"])
        average = Average(head)
    if arguments.checkpoint.exists():
        state = device.load(arguments.checkpoint, place)
        head.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.count = state["average"], state["count"]
        spent, step = state["spent"], state["step"]
        print(f"resumed at step {step}, {spent / 60:.1f} min", flush=True)
    rng = np.random.default_rng(arguments.seed + step)
    store = PictureStore(arguments.data)
    last = last_print = last_save = time.monotonic()
    shown: list[list[float]] = []
    loss_of_decibels = 0.0
    while spent < 60 * arguments.minutes:
        share = spent / (60 * arguments.minutes)
        for entry in optimizer.param_groups:
            entry["lr"] = arguments.rate * max(
                0.03, min(1.0, (step + 1) / 100, (1 - share) / 0.4)
            )
        crops = np.asarray(store.batch(arguments.batch, arguments.crop, rng))
        x = to_tensor(crops).to(place).contiguous(memory_format=torch.channels_last)
        cells = quality_maps(arguments.batch, arguments.crop // CELL, rng, crops).to(place)
        cells = LOWEST + cells * (HIGHEST - LOWEST) / (ANCHORS - 1)
        left, top = (int(v) for v in rng.integers(0, 8, 2))
        with device.mixed(place), torch.no_grad():
            read, _, _ = codec.coded(x, Maps(cells))
        parts = losses(head, eyes, x, read, left, top)
        far, error, means, beyond, structure, grid = parts
        loss = (
            far + arguments.pixels * (error + means) + 0.1 * beyond
            + arguments.structure * structure + arguments.lattices * grid
        )  # fmt: skip
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        if torch.isfinite(loss):
            optimizer.step()
            average.update(head, 0.998)
        if step % 4 == 0:
            with torch.no_grad(), device.mixed(place):
                plain = log_error(codec.synthesis(*read), x, 1).mean()
            lost = (error - plain).item() * 10 / math.log(10)
            loss_of_decibels += 0.05 * (lost - loss_of_decibels)
        step += 1
        now = time.monotonic()
        spent += now - last
        last = now
        shown.append(
            [far.item(), error.item(), means.item(), structure.item(), grid.item()]
        )
        if now - last_print > 30:
            mean = np.mean(shown, axis=0)
            print(
                f"{spent / 60:6.1f} min step {step} far {mean[0]:.4f} log mse {mean[1]:.3f} "
                f"means {mean[2]:.3f} structure {mean[3]:.3f} lattice {mean[4]:.3f} "
                f"dB lost {loss_of_decibels:.2f}",
                flush=True,
            )
            shown, last_print = [], now
        if now - last_save > 120 or spent >= 60 * arguments.minutes:
            state = {
                "head": "perceptual", "model": head.state_dict(), "average": average.values,
                "count": average.count, "optimizer": optimizer.state_dict(),
                "shape": codec.description(), "spent": spent, "step": step,
            }  # fmt: skip
            save(arguments.checkpoint, state)
            last_save = last = time.monotonic()


if __name__ == "__main__":
    main()
