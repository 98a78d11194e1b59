"""Writes what the Swift codec's reference tests compare it with.

One command: ``python -m rdc_trainer.field.golden PACK PICTURE.png OUT``. The pack must
have no dither (``export --dither 0.5 0``), because the reference draws its own. The
picture's upper left 128×96 pixels are coded; all arrays are NHWC and little-endian.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ..pictures import load_picture
from .coder import Coder, encode_picture, to_blocks
from .integer import IntegerModel
from .integer_tensors import MEAN_PLACES
from .pack_reader import Pack
from .tables import FINE
from .transforms import CELL, GIVEN, Means

QUALITIES = (40, 150, 300)


@torch.no_grad()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pack, out = Pack(arguments.pack), arguments.out
    if pack.tables().dither.any():
        parser.error(f"{arguments.pack} has dither")
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(arguments.pack, out / "pack")
    picture = load_picture(arguments.picture)[:96, :128].copy()
    Image.fromarray(picture).save(out / "picture.png")
    lagrange = pack.description["photo"]["lagrange"]
    coder = Coder(IntegerModel(pack.tensors), pack.tables(), lagrange)
    means = Means()
    t = {name: pack.tensors[name] for name in ("coarseStep64", "step64")}

    def write(name: str, values: np.ndarray, kind: str, planes: bool = True) -> None:
        values = values.transpose(0, 2, 3, 1) if planes else values
        np.ascontiguousarray(values[0]).astype(kind).tofile(out / name)

    def planes(values: torch.Tensor) -> np.ndarray:
        return values.permute(0, 3, 1, 2).double().numpy()

    for base in QUALITIES:
        cells = np.full((1, 96 // CELL, 128 // CELL), base)
        cells[0, 1, 1:3] = min(base + 32, 320)
        blocks = to_blocks(cells)
        x = torch.from_numpy(picture[None]).float()
        y = pack.run("analysis", {"picture": x, "quality": pack.quality(cells, 4)})
        coarse = means(y.permute(0, 3, 1, 2)[:, :GIVEN]).permute(0, 2, 3, 1)
        coarse_step = torch.from_numpy(t["coarseStep64"][cells])
        fine_step = torch.from_numpy(t["step64"][blocks])
        coded = encode_picture(
            coder, planes(coarse / (coarse_step * FINE)),
            planes(y[..., GIVEN:] / (fine_step * FINE)), cells,
        )  # fmt: skip

        def values(decoded: np.ndarray) -> torch.Tensor:
            return torch.from_numpy(decoded.transpose(0, 2, 3, 1).copy()).float()

        told = torch.cat(
            [values(coded.means) / MEAN_PLACES, values(coded.fine.decoded) * fine_step], -1
        )
        shown = pack.run(
            "distortion",
            {
                "latents": told, "coarse": values(coded.coarse.decoded) * coarse_step,
                "quality": pack.quality(cells, 4), "cells": pack.quality(cells),
            },
        )  # fmt: skip
        np.ascontiguousarray(cells[0]).astype("<i4").tofile(out / f"cells-{base}.i32")
        for name, part in (("coarse", coded.coarse), ("fine", coded.fine)):
            write(f"{name}-symbols-{base}.i32", part.symbols, "<i4")
            write(f"{name}-decoded-{base}.i32", part.decoded, "<i4")
            write(f"{name}-classes-{base}.i8", part.classes, "i1")
            write(f"{name}-flags-{base}.i8", part.flags, "i1")
            write(f"{name}-raised-{base}.u8", part.raised, "u1")
        write(f"means-{base}.i32", coded.means, "<i4")
        write(f"analysis-{base}.f32", y.numpy(), "<f4", False)
        write(f"output-{base}.f32", shown.numpy(), "<f4", False)
        print(base, coded.bits[0], "bits",
              float(((shown - x) ** 2).mean()), "squared error")  # fmt: skip


if __name__ == "__main__":
    main()
