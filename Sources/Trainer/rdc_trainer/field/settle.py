"""Trains the entropy model alone, on neighbours as the encoder's search leaves them.

One command: ``python -m rdc_trainer.field.settle DATA CODEC OUT --minutes N``. While all
is trained together, contexts see rounded neighbours of their own group, for the search
needs the contexts. Here every group is coded twice, the second time beside what the
first left. Transforms, steps and heads stay as they are.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from ..pictures import PictureStore
from .fit import SEARCH, load_average
from .model import Maps
from .optimizer import soap
from .train import Average, quality_maps, save, to_tensor, typical_rate
from .transforms import CELL


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("codec", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--crop", type=int, default=256)
    parser.add_argument("--seed", type=int, default=9)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    codec = load_average(arguments.codec).to(memory_format=torch.channels_last)
    codec.requires_grad_(False)
    codec.turns = 2
    contexts = [*codec.coarse.parameters(), *codec.fine.parameters()]
    for parameter in contexts:
        parameter.requires_grad_(True)
    optimizer = soap(contexts, arguments.rate)
    average = Average(codec)
    store = PictureStore(arguments.data)
    start = shown_at = time.monotonic()
    spent, step, shown = 0.0, 0, []
    while spent < 60 * arguments.minutes:
        share = spent / (60 * arguments.minutes)
        for entry in optimizer.param_groups:
            entry["lr"] = arguments.rate * max(0.02, min(1.0, (step + 1) / 50, (1 - share) / 0.5))
        crops = np.asarray(store.batch(arguments.batch, arguments.crop, rng))
        x = to_tensor(crops).contiguous(memory_format=torch.channels_last)
        cells = quality_maps(arguments.batch, arguments.crop // CELL, rng, crops)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, coarse, fine = codec.coded(x, Maps(cells), SEARCH)
        bits = coarse.bits.sum(dim=(1, 2, 3)) + fine.bits.sum(dim=(1, 2, 3))
        rate = bits / arguments.crop**2
        loss = (rate / (0.1 + typical_rate(cells.mean(dim=(1, 2, 3))))).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(contexts, 2.0)
        if torch.isfinite(loss):
            optimizer.step()
            average.update(codec, 0.998)
        step += 1
        now = time.monotonic()
        spent = now - start
        shown.append([loss.item(), rate.mean().item()])
        if now - shown_at > 30:
            mean = np.mean(shown, axis=0)
            print(f"{spent / 60:5.1f} min step {step} loss {mean[0]:.4f} bpp {mean[1]:.4f}", flush=True)
            shown, shown_at = [], now
    state = torch.load(arguments.codec)
    state["average"] = state["model"] = average.values
    save(arguments.out, {k: v for k, v in state.items() if k != "optimizer"} | {"settled": step})


if __name__ == "__main__":
    main()
