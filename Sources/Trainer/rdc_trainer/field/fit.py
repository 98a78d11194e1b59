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
from .device import load
from .integer import IntegerModel, Ints
from .integer_tensors import QUALITIES, SEGMENT, integer_tensors
from .layout import COARSE, LAYOUTS, Layout
from .model import SEARCH, Codec, Maps, Shape
from .tables import CLASSES, FLAG_CLASSES, GROUPS, WIDEST_RADIUS, Floats, Tables, cells
from .train import to_tensor
from .transforms import CELL, GIVEN

def load_average(path: Path) -> Codec:
    """The averaged weights of a checkpoint."""
    state = load(path)
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
    """How often each class had each cell, and each flag class a raised flag.

    Behind a raised flag a group is never all zeros, and the coder gives that case's
    chance Z back. What the tables tell is therefore the distribution before it is taken
    out: each group that is seen stands for Z / (1 − Z) that were all zeros and are not
    seen (the expectation step of Dempster, Laird and Rubin 1977, section 4.2). Z is that
    of the tables at hand, so that tables are counted several times.
    """

    ROUNDS = 6

    def __init__(self) -> None:
        self.flags = np.zeros((GROUPS, FLAG_CLASSES, 2))
        self._seen: list[tuple[int, bool, Ints, Ints]] = []

    def add(self, layout: Layout, coded: Coded) -> None:
        """Adds a batch."""
        first = 0 if layout is COARSE else len(COARSE.groups)
        for group, (start, size) in enumerate(zip(layout.starts, layout.sizes)):
            part = slice(start, start + size)
            classes = coded.classes[:, part].transpose(0, 2, 3, 1).reshape(-1, size)
            symbols = coded.symbols[:, part].transpose(0, 2, 3, 1).reshape(-1, size)
            here = classes[:, 0] >= 0
            has_flag = group >= layout.references
            self._seen.append(
                (first + group, has_flag, classes[here].astype(np.int8),
                 cells(classes[here], symbols[here]).astype(np.int8))
            )  # fmt: skip
            if has_flag:
                both = coded.flags[:, group] * 2 + coded.raised[:, group]
                histogram = np.bincount(both.ravel(), minlength=2 * FLAG_CLASSES)
                self.flags[first + group] += histogram.reshape(FLAG_CLASSES, 2)

    def cells(self, zero: list[Floats]) -> Floats:
        """groups × classes × cells. ``zero``: the chance of 0 of each group's classes."""
        width = 2 * WIDEST_RADIUS + 3
        total = np.zeros((GROUPS, CLASSES, width))
        for group, has_flag, classes, found in self._seen:
            flat = classes.astype(np.int64) * width + found
            histogram = np.bincount(flat.ravel(), minlength=CLASSES * width)
            total[group] += histogram.reshape(CLASSES, width)
            if has_flag:
                chance = np.minimum(np.prod(zero[group][classes], axis=1), 1 - 1e-4)
                unseen = np.broadcast_to((chance / (1 - chance))[:, None], classes.shape)
                total[group, :, WIDEST_RADIUS + 1] += np.bincount(
                    classes.ravel(), weights=unseen.ravel(), minlength=CLASSES
                )
        return total

    def tables(self, start: Tables) -> tuple[Tables, Floats]:
        """Tables and their counts, from those that coded what was counted."""
        tables = start
        for _ in range(self.ROUNDS):
            counted = self.cells(tables.zero())
            tables = Tables.counted(counted, self.flags, start.dither)
        return tables, counted


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
        tables, counted = counts.tables(tables)
        print(f"round {round_}: {bits / area:.4f} bits a pixel before the fit", flush=True)
        np.savez(arguments.out, counts=counted, flags=counts.flags)


if __name__ == "__main__":
    main()
