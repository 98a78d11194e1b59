"""Writes what `PhotoReferenceTests` compares the Swift codec with.

One command: ``python -m rdc_trainer.photo.golden PACK PICTURE.png OUT``, then the tests
with ``RDC_PHOTO_REFERENCE=OUT``. The pack must have no dither (``export --dither 0.5
0``), because the reference draws its own. The picture's upper left 96×64 pixels are
coded; all arrays are NHWC and little-endian.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from .coder import Coder
from .data import load_picture
from .integer import IntegerModel
from .pack_reader import Pack
from .reference import replay
from .tables import FINE

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
    picture = load_picture(arguments.picture)[:64, :96].copy()
    Image.fromarray(picture).save(out / "picture.png")
    coder = Coder(
        IntegerModel(pack.tensors), pack.tables(), pack.description["photo"]["lagrange"]
    )

    def write(name: str, values: np.ndarray, kind: str) -> None:
        values[0].astype(kind).tofile(out / name)

    for quality in QUALITIES:
        condition = pack.condition(quality)
        x = torch.from_numpy(picture[None]).float()
        y = pack.run("analysis", {"picture": x, "quality": condition})
        step64 = torch.from_numpy(pack.tensors["step64"][quality])
        values = (y / (step64 * FINE)).permute(0, 3, 1, 2).double().numpy()
        coded = coder.encode(values, quality)
        assert (replay(coder, coded, quality) == coded.decoded).all()
        symbols, decoded, classes = (
            a.transpose(0, 2, 3, 1) for a in (coded.symbols, coded.decoded, coded.classes)
        )
        latents = torch.from_numpy(decoded.copy()).float() * step64
        shown = pack.run("distortion", {"latents": latents, "quality": condition})
        write(f"symbols-{quality}.i32", symbols, "<i4")
        write(f"decoded-{quality}.i32", decoded, "<i4")
        write(f"classes-{quality}.u8", classes, "u1")
        write(f"analysis-{quality}.f32", y.numpy(), "<f4")
        write(f"output-{quality}.f32", shown.numpy(), "<f4")


if __name__ == "__main__":
    main()
