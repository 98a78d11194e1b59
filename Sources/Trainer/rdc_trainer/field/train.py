"""Trains the encoder, the entropy model and the distortion head together.

One command: ``python -m rdc_trainer.field.train DATA CHECKPOINT --gigapixels N``. Every
crop has its own quality, half of them one for each cell; the loss is the rate plus the
squared error over λ(quality), weighted so that every part of the rate range counts
about equally. A run that is stopped continues from its last checkpoint.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..pictures import PictureStore, load_folder
from . import device
from .joint import Eyes
from .model import LAMBDA, Codec, Maps, Shape
from .optimizer import soap
from .quality_map import STEPS_PER_ANCHOR, flatness
from .transforms import ANCHORS, BLOCK, CELL, nominal_step, spread_to_blocks
from .warm_start import warm_start

SAVE_SECONDS = 180.0

DECAY = 0.2
"""Share of the training, at its end, in which the learning rate falls to nearly zero;
before, it is constant, so that a training can be made longer at any time."""


def to_tensor(pixels: np.ndarray) -> Tensor:
    """uint8 batch × height × width × 3 → centred float, channels first."""
    planes = torch.from_numpy(np.array(pixels)).permute(0, 3, 1, 2)
    return planes.float() - 128


def typical_rate(quality: Tensor) -> Tensor:
    """Rough bits per pixel at a quality; it only weighs the loss."""
    return 0.06 * torch.exp(quality * math.log(2.2 / 0.06) / (ANCHORS - 1))


def quality_maps(
    count: int, side: int, rng: np.random.Generator, pixels: np.ndarray | None = None
) -> Tensor:
    """Qualities of cells, count × 1 × side × side: even, or lifted here and there, or
    by the encoder's rule."""
    base = rng.uniform(0, ANCHORS - 1, (count, 1, 1, 1))
    spread = rng.uniform(0, 0.6, (count, 1, 1, 1)) * (rng.random((count, 1, 1, 1)) < 0.25)
    lifted = base + spread * rng.choice([-1, 0, 0, 1, 2], (count, 1, side, side))
    ruled = rng.uniform(0.5, 1.5, (count, 1, 1, 1)) * (rng.random((count, 1, 1, 1)) < 0.7)
    if pixels is not None:
        lifted = lifted + ruled * flatness(pixels)[:, None] / STEPS_PER_ANCHOR
    return torch.from_numpy(lifted.clip(0, ANCHORS - 1).astype(np.float32))


class Average:
    """Exponential moving average of a model's weights."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.count = 0

    def update(self, model: torch.nn.Module, limit: float = 0.9993) -> None:
        """Takes in the present weights; at most ``limit`` of the old remains."""
        self.count += 1
        keep = min(limit, (self.count + 1) / (self.count + 10))
        with torch.no_grad():
            for key, value in model.state_dict().items():
                if value.is_floating_point():
                    self.values[key].lerp_(value, 1 - keep)
                else:
                    self.values[key].copy_(value)


def save(path: Path, state: dict[str, object]) -> None:
    """Writes a checkpoint beside its place, then renames it."""
    beside = path.with_suffix(".part")
    torch.save(state, beside)
    os.replace(beside, path)


def lagrangian(
    model: Codec, x: Tensor, cells: Tensor
) -> tuple[Tensor, Tensor, Tensor, tuple[Tensor, ...], Tensor]:
    """Cost in bits a pixel, rate, and squared error of each picture; what heads read,
    and what the distortion head draws."""
    read, coarse, fine = model.coded(x, Maps(cells))
    out = model.synthesis(*read)
    area = x.shape[2] * x.shape[3]
    rate = (coarse.bits.sum(dim=(1, 2, 3)) + fine.bits.sum(dim=(1, 2, 3))) / area
    error = (out - x).square().sum(dim=1, keepdim=True)
    step = spread_to_blocks(nominal_step(cells))
    price = F.avg_pool2d(error, BLOCK) / (LAMBDA * step.square())
    cost = rate + price.mean(dim=(1, 2, 3))
    return cost, rate, error.mean(dim=(1, 2, 3)) / 3, read, out


@torch.no_grad()
def validate(model: Codec, pictures: list[np.ndarray], qualities: list[float]) -> str:
    """Mean estimated rate and PSNR on whole pictures, one pair a quality."""
    words = []
    for value in qualities:
        rates, psnrs = [], []
        for picture in pictures:
            x = to_tensor(picture[None]).to(device.of(model))
            cells = x.new_full((1, 1, x.shape[2] // CELL, x.shape[3] // CELL), value)
            out, coarse, fine = model(x, cells)
            out = (out + 128).round().clamp(0, 255) - 128
            mse = (out - x).square().mean().item()
            psnrs.append(10 * math.log10(255**2 / max(mse, 1e-3)))
            total = float(coarse.bits.sum() + fine.bits.sum())
            rates.append(total / (x.shape[2] * x.shape[3]))
        words.append(f"{np.mean(rates):.4f}/{np.mean(psnrs):.3f}")
    return " ".join(words)


def parameter_groups(model: Codec, rate: float) -> list[dict[str, object]]:
    """The linear transforms move slowly: they start near their best."""
    slow, normal, context = [], [], []
    for name, parameter in model.named_parameters():
        if name.endswith((".pre", ".post", ".block")):
            slow.append(parameter)
        elif name.startswith(("coarse.", "fine.")):
            context.append(parameter)
        else:
            normal.append(parameter)
    return [
        {"params": slow, "lr": rate * 0.1, "base": rate * 0.1},
        {"params": normal, "lr": rate, "base": rate},
        {"params": context, "lr": rate * 2, "base": rate * 2},
    ]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder written by rdc_trainer.pictures")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--validation", type=Path, help="folder of pictures")
    parser.add_argument("--gigapixels", type=float, default=10)
    parser.add_argument(
        "--minutes", type=float, help="of training in all, where time is what is scarce"
    )
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--crop", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights to begin from: `restore`, or the former codec")
    parser.add_argument(
        "--eyes", type=float, default=0.0,
        help="weight of what a perceptual head trained beside it loses; 0: squared error alone",
    )  # fmt: skip
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)

    place = device.chosen()
    model = Codec(Shape()).to(place, memory_format=torch.channels_last)
    if arguments.start is not None and not arguments.checkpoint.exists():
        warm_start(model, arguments.start)
    groups = parameter_groups(model, arguments.rate)
    eyes = Eyes(model) if arguments.eyes > 0 else None
    if eyes is not None:
        groups.append(
            {"params": list(eyes.head.parameters()), "lr": 0.0, "base": arguments.rate}
        )
    optimizer = soap(groups, arguments.rate)
    journal = open(arguments.checkpoint.with_suffix(".steps"), "a", buffering=1)
    average = Average(model)
    head_average = Average(eyes.head) if eyes else None
    spent, step, pixels = 0.0, 0, 0
    if arguments.checkpoint.exists():
        state = device.load(arguments.checkpoint, place)
        model.load_state_dict(state["model"])
        if len(state["optimizer"]["param_groups"]) == len(groups):
            optimizer.load_state_dict(state["optimizer"])
        if eyes is not None and "head" in state:
            eyes.head.load_state_dict(state["head"])
            head_average.values = state["head_average"]
        average.values, average.count = state["average"], state["count"]
        spent, step, pixels = state["spent"], state["step"], state["pixels"]
        rng = np.random.default_rng(arguments.seed + step)
        print(f"resumed at step {step}, {spent / 60:.1f} min", flush=True)

    store = PictureStore(arguments.data)
    pictures = []
    if arguments.validation is not None:
        pictures = load_folder(arguments.validation)[::5]
    total = arguments.gigapixels * 1e9
    last_save = last_print = last = time.monotonic()
    shown: list[list[float]] = []
    checks = 0
    finished = False
    while not finished:
        share = pixels / total
        if arguments.minutes is not None:
            share = max(share, spent / (60 * arguments.minutes))
        factor = min(1.0, (step + 1) / 100, (1 - share) / DECAY)
        for entry in optimizer.param_groups:
            entry["lr"] = entry["base"] * max(factor, 0.02)
        crops = np.asarray(store.batch(arguments.batch, arguments.crop, rng))
        x = to_tensor(crops).to(place).contiguous(memory_format=torch.channels_last)
        cells = quality_maps(arguments.batch, arguments.crop // CELL, rng, crops).to(place)
        with device.mixed(place):
            cost, rate, error, read, out = lagrangian(model, x, cells)
            seen = eyes.loss(x, read, out) if eyes else x.new_zeros(())
        weight = 0.1 + typical_rate(cells.mean(dim=(1, 2, 3)))
        loss = (cost / weight).mean() + arguments.eyes * seen
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(
            [p for entry in optimizer.param_groups for p in entry["params"]], 2.0
        )
        if torch.isfinite(loss):
            optimizer.step()
            average.update(model)
            if head_average is not None:
                head_average.update(eyes.head)
        step += 1
        pixels += arguments.batch * arguments.crop**2
        now = time.monotonic()
        spent += now - last
        last = now
        finished = pixels >= total or (
            arguments.minutes is not None and spent >= 60 * arguments.minutes
        )
        journal.write(f"{loss.item():.5f} {error.mean().item():.3f}\n")
        shown.append([loss.item(), rate.mean().item(), error.mean().item(), seen.item()])
        if now - last_print > 30:
            mean = np.mean(shown, axis=0)
            speed = len(shown) * arguments.batch * arguments.crop**2 / 1e6
            print(
                f"{spent / 60:6.1f} min {pixels / 1e9:.3f} Gpx "
                f"({speed / (now - last_print):.2f} Mpx/s) step {step} "
                f"loss {mean[0]:.4f} bpp {mean[1]:.4f} mse {mean[2]:.2f} eyes {mean[3]:.3f}",
                flush=True,
            )
            shown, last_print = [], now
        if now - last_save > SAVE_SECONDS or finished:
            state = {
                "model": model.state_dict(),
                "average": average.values,
                "count": average.count,
                "optimizer": optimizer.state_dict(),
                "shape": model.description(),
                "spent": spent,
                "step": step,
                "pixels": pixels,
            }
            if eyes is not None:
                state["head"] = eyes.head.state_dict()
                state["head_average"] = head_average.values
            save(arguments.checkpoint, state)
            checks += 1
            if pictures and (checks % 4 == 1 or finished):
                raw = {k: v.clone() for k, v in model.state_dict().items()}
                model.load_state_dict(average.values)
                print("valid", validate(model, pictures, [0.5, 2.0, 3.5]), flush=True)
                model.load_state_dict(raw)
            last_save = last = time.monotonic()


if __name__ == "__main__":
    main()
