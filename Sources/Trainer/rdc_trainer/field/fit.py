"""Counts real quantized latents and fits the probability tables.

One command: ``python -m rdc_trainer.field.fit DATA CHECKPOINT OUT.npz``. Crops of the
training pictures are encoded by the integer model at many qualities, with
rate–distortion choice of the symbols; the counts make the tables, which the next
round's choices use.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from ..pictures import PictureStore
from .coder import Coded, Coder, encode_picture
from .integer import IntegerModel, Ints
from .integer_tensors import QUALITIES, SEGMENT, integer_tensors
from .layout import COARSE, LAYOUTS, Layout
from .model import Codec, Maps, Shape
from .tables import CLASSES, FLAG_CLASSES, GROUPS, WIDEST_RADIUS, Floats, Tables, cells
from .train import to_tensor
from .transforms import CELL, GIVEN

SEARCH = 0.08
"""λ of the encoder's search, in squared steps a bit."""


def load_average(path: Path) -> Codec:
    """The averaged weights of a checkpoint."""
    state = torch.load(path, map_location="cpu")
    model = Codec(Shape(**state["shape"]))
    model.load_state_dict(state["average"])
    return model.eval()


@torch.no_grad()
def latents(model: Codec, pixels: np.ndarray, quality: Ints) -> tuple[Floats, Floats]:
    """Latents of both scales in steps; ``pixels``: sides multiples of 32;
    ``quality``: indices of cells."""
    coarse, fine = [], []
    for picture, indices in zip(pixels, quality):
        maps = Maps(torch.from_numpy(indices[None, None] / SEGMENT).float())
        coarse_steps, fine_steps, _ = model.steps(maps)
        x = to_tensor(picture[None])
        y = model.analysis(x, maps.block_hats, maps.block_step)
        coarse.append(model.means(y[:, :GIVEN]) / coarse_steps)
        fine.append(y[:, GIVEN:] / fine_steps)
    return torch.cat(coarse).double().numpy(), torch.cat(fine).double().numpy()


class Counts:
    """How often each class had each cell, and each flag class a raised flag."""

    def __init__(self) -> None:
        self.cells = np.zeros((GROUPS, CLASSES, 2 * WIDEST_RADIUS + 3))
        self.flags = np.zeros((GROUPS, FLAG_CLASSES, 2))

    def add(self, layout: Layout, coded: Coded) -> None:
        """Adds a batch."""
        width = 2 * WIDEST_RADIUS + 3
        first = 0 if layout is COARSE else len(COARSE.groups)
        for group, (start, size) in enumerate(zip(layout.starts, layout.sizes)):
            part = slice(start, start + size)
            found = coded.classes[:, part].ravel()
            coded_here = found >= 0
            found, symbols = found[coded_here], coded.symbols[:, part].ravel()[coded_here]
            flat = found * width + cells(found, symbols)
            histogram = np.bincount(flat, minlength=CLASSES * width)
            self.cells[first + group] += histogram.reshape(CLASSES, width)
            if group >= layout.references:
                both = coded.flags[:, group] * 2 + coded.raised[:, group]
                histogram = np.bincount(both.ravel(), minlength=2 * FLAG_CLASSES)
                self.flags[first + group] += histogram.reshape(FLAG_CLASSES, 2)


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
    side = arguments.size // CELL
    for round_ in range(arguments.rounds):
        counts = Counts()
        coder = Coder(integers, tables, arguments.lagrange)
        bits, area = 0.0, 0
        crops = arguments.crops // (2 if round_ + 1 < arguments.rounds else 1)
        for quality in range(0, QUALITIES, SEGMENT // 4):
            pixels = store.batch(crops, arguments.size, rng)
            indices = np.full((crops, side, side), quality)
            coded = encode_picture(coder, *latents(model, pixels, indices), indices)
            bits += coded.bits.sum()
            area += pixels.size // 3
            for layout, part in zip(LAYOUTS, (coded.coarse, coded.fine)):
                counts.add(layout, part)
        tables = Tables.counted(counts.cells, counts.flags, tables.dither)
        print(f"round {round_}: {bits / area:.4f} bits a pixel before the fit", flush=True)
        np.savez(arguments.out, counts=counts.cells, flags=counts.flags)


if __name__ == "__main__":
    main()
