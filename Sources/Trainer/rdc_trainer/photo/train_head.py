"""Trains a head on the frozen encoder.

One command a head: ``python -m rdc_trainer.photo.train_head DATA CHECKPOINT
OUT.pt --head perceptual`` or ``--head classification --cifar … --guide …``. The
latents are quantized as the shipped encoder does (dead zone for the search).
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

from .cifar import centred, load_cifar, load_classifier, logits
from .data import PictureStore
from .export import load_head
from .fit import load_average
from .heads import PerceptualSynthesis
from .model import LAMBDA, Codec
from .texture import distance, projections
from .train import SAVE_SECONDS, Average, save, to_tensor
from .transforms import ANCHORS, Synthesis, hats, nominal_step


@torch.no_grad()
def coded(model: Codec, picture: Tensor, quality: Tensor) -> Tensor:
    """Decoded latents in picture units, nearly as the search encoder's."""
    steps = model.steps(quality)
    values = model.analysis(picture, quality) / steps
    return model.quantized(values, hats(quality))[0] * steps


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("checkpoint", type=Path, help="the codec")
    parser.add_argument("out", type=Path)
    kinds = ["distortion", "perceptual", "classification"]
    parser.add_argument("--head", choices=kinds, required=True)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--batch", type=int, default=3)
    parser.add_argument("--crop", type=int, default=128)
    parser.add_argument("--weight", type=float, default=1.0, help="of the goal")
    parser.add_argument("--qualities", type=float, nargs=2, default=[0, ANCHORS - 1])
    parser.add_argument("--cifar", type=Path)
    parser.add_argument("--guide", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    model = load_average(arguments.checkpoint)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    perceptual = arguments.head == "perceptual"
    head: Synthesis
    if perceptual:
        head = PerceptualSynthesis.from_distortion(model.synthesis, model.shape)
    else:
        head = load_average(arguments.checkpoint).synthesis
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
    if arguments.head == "classification":
        pictures, labels = load_cifar(arguments.cifar, "train")
        guide = load_classifier(arguments.guide)
    else:
        store = PictureStore(arguments.data)
    total = arguments.steps
    last = saved = printed = time.monotonic()
    shown: list[list[float]] = []
    while step < total:
        share = step / total
        factor = min(1.0, (step + 1) / 50) * (0.5 + 0.5 * math.cos(math.pi * share))
        for entry, relative in zip(optimizer.param_groups, (0.1, 1.0)):
            entry["lr"] = arguments.rate * relative * max(factor, 0.01)
        if arguments.head == "classification":
            rows = rng.integers(0, len(pictures), arguments.batch)
            x = centred(pictures[rows])
            if rng.random() < 0.5:
                x = x.flip(3)
            target = torch.from_numpy(labels[rows])
        else:
            x = to_tensor(store.batch(arguments.batch, arguments.crop, rng))
        x = x.contiguous(memory_format=torch.channels_last)
        low, high = arguments.qualities
        quality = torch.from_numpy(rng.uniform(low, high, len(x)).astype(np.float32))
        out = head(coded(model, x, quality), quality)
        error = (out - x).square().mean(dim=(1, 2, 3))
        unit = LAMBDA / 3 * nominal_step(quality).square()
        if perceptual:
            goal = distance(out, x, projections(32))
            loss = ((error + arguments.weight * goal) / unit.sqrt()).mean() / 10
        elif arguments.head == "classification":
            goal = F.cross_entropy(
                logits(guide, out.clamp(-128, 127)), target, reduction="none"
            )
            loss = (error / unit + arguments.weight * goal).mean()
        else:
            goal = torch.zeros(1)
            loss = (error / unit).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
        optimizer.step()
        average.update(head)
        step += 1
        now = time.monotonic()
        spent, last = spent + now - last, now
        shown.append([loss.item(), error.mean().item(), goal.mean().item()])
        if now - printed > 30:
            mean = np.mean(shown, axis=0)
            print(f"{spent / 60:5.1f} min step {step} loss {mean[0]:.4f} "
                  f"mse {mean[1]:.2f} goal {mean[2]:.3f}", flush=True)  # fmt: skip
            shown, printed = [], now
        if now - saved > SAVE_SECONDS or step >= total:
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
            saved = last = time.monotonic()


if __name__ == "__main__":
    main()
