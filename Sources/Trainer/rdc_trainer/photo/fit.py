"""Counts real quantized latents and fits the probability tables.

One command: ``python -m rdc_trainer.photo.fit DATA CHECKPOINT OUT.npz``. Crops of
the training pictures are encoded by the integer model at many qualities, with
rate–distortion choice of the symbols; the counts make the tables, which the next
round's choices use.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from .coder import Coder
from .data import PictureStore
from .integer import QUALITIES, SEGMENT, IntegerModel
from .integer_tensors import integer_tensors
from .layout import GROUPS, SIZES, STARTS
from .model import SEARCH, Codec, Shape
from .tables import CLASSES, WIDEST_RADIUS, Floats, Tables, cells
from .train import to_tensor


def load_average(path: Path) -> Codec:
    """The averaged weights of a checkpoint."""
    state = torch.load(path, map_location="cpu")
    model = Codec(Shape(**state["shape"]))
    model.load_state_dict(state["average"])
    return model.eval()


@torch.no_grad()
def latents(model: Codec, pixels: np.ndarray, quality: int) -> Floats:
    """Latents in steps of a batch of pictures of equal size (multiples of 8)."""
    q = torch.tensor([quality / SEGMENT])
    parts = [
        model.analysis(to_tensor(pixels[i : i + 1]), q) / model.steps(q)
        for i in range(len(pixels))
    ]
    return torch.cat(parts).double().numpy()


def count_symbols(counts: Floats, symbols: np.ndarray, classes: np.ndarray) -> None:
    """Adds a batch to counts[group, class, cell]."""
    width = 2 * WIDEST_RADIUS + 3
    for group in range(len(GROUPS)):
        part = slice(STARTS[group], STARTS[group] + SIZES[group])
        found = classes[:, part].ravel()
        flat = found * width + cells(found, symbols[:, part].ravel())
        histogram = np.bincount(flat, minlength=CLASSES * width)
        counts[group] += histogram.reshape(CLASSES, width)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lagrange", type=float, default=SEARCH)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--crops", type=int, default=12, help="a quality")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(arguments.seed)
    model = load_average(arguments.checkpoint)
    integers = IntegerModel(integer_tensors(model))
    store = PictureStore(arguments.data)
    tables = Tables.logistic()
    for round_ in range(arguments.rounds):
        counts = np.zeros((len(GROUPS), CLASSES, 2 * WIDEST_RADIUS + 3))
        coder = Coder(integers, tables, arguments.lagrange)
        bits, area = 0.0, 0
        crops = arguments.crops // (2 if round_ + 1 < arguments.rounds else 1)
        for quality in range(0, QUALITIES, SEGMENT // 4):
            pixels = store.batch(crops, arguments.size, rng)
            values = latents(model, pixels, quality)
            coded = coder.encode(values, quality)
            bits += coder.bits(coded).sum()
            area += pixels.size // 3
            count_symbols(counts, coded.symbols, coded.classes)
        dither = np.zeros(CLASSES, dtype=np.int64)
        tables = Tables.counted(counts, dither)
        print(f"round {round_}: {bits / area:.4f} bits a pixel before the fit", flush=True)
        np.savez(arguments.out, counts=counts, dither=dither)


if __name__ == "__main__":
    main()
