"""Rate and PSNR of a checkpoint on whole pictures by the integer model.

One command: ``python -m rdc_trainer.field.evaluate CHECKPOINT FIT.npz NAME=FOLDER``. The
bits are those of the tables, to which a file adds a header.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch

from ..bd_rate import bd_rate
from ..pictures import Pixels, load_picture, picture_paths
from .coder import Coder, CodedPicture, encode_picture
from .fit import SEARCH, latents, load_average
from .integer import IntegerModel, Ints
from .integer_tensors import MEAN_PLACES, SEGMENT, integer_tensors
from .model import Codec, Maps
from .tables import FINE, Tables, dithered
from .transforms import CELL


def padded(picture: Pixels) -> Pixels:
    """Extends a picture to whole cells by its last row and column."""
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, -height % CELL), (0, -width % CELL), (0, 0)), mode="edge")


@torch.no_grad()
def decode(model: Codec, coded: CodedPicture, quality: Ints) -> Pixels:
    """Pictures (8 bit) by the distortion head."""
    out = []
    for index, cells in enumerate(quality):
        maps = Maps(torch.from_numpy(cells[None, None] / SEGMENT).float())
        coarse_steps, fine_steps, _ = model.steps(maps)

        def values(decoded: Ints) -> torch.Tensor:
            return torch.from_numpy(decoded[index : index + 1]).float()

        means = values(coded.means) / MEAN_PLACES
        fine = values(coded.fine.decoded) / FINE * fine_steps
        coarse = values(coded.coarse.decoded) / FINE * coarse_steps
        picture = model.synthesis(
            torch.cat([means, fine], dim=1), coarse, maps.block_hats, maps.cell_hats,
            maps.block_step,
        )  # fmt: skip
        out.append((picture + 128).clamp(0, 255).round())
    return torch.cat(out).permute(0, 2, 3, 1).numpy().astype(np.uint8)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """PSNR of two 8-bit pictures."""
    mse = np.square(a.astype(np.float64) - b.astype(np.float64)).mean()
    return 10 * math.log10(255**2 / max(mse, 1e-6))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("set", help="NAME=FOLDER")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--against", type=Path, help="JSON list of [bits a pixel, dB]")
    parser.add_argument("--lagrange", type=float, default=SEARCH)
    parser.add_argument("--dither", type=float, nargs=2, metavar=("SCALE", "AMPLITUDE"))
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument(
        "--qualities", type=int, nargs="*", default=[16, 80, 128, 176, 224, 272, 312]
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = load_average(arguments.checkpoint)
    dither = dithered(*(arguments.dither or (0.5, 0)))
    tables = Tables.logistic()
    if arguments.fit.exists():
        stored = np.load(arguments.fit)
        tables = Tables.counted(stored["counts"], stored["flags"], dither)
    coder = Coder(IntegerModel(integer_tensors(model)), tables, arguments.lagrange)
    _, _, folder = arguments.set.partition("=")
    pictures = [load_picture(p) for p in picture_paths(Path(folder))[:: arguments.stride]]
    points = []
    for quality in arguments.qualities:
        each = []
        shares = np.zeros(14)
        for shape in sorted({p.shape for p in pictures}):
            same = [p for p in pictures if p.shape == shape]
            batch = np.stack([padded(p) for p in same])
            cells = np.full(
                (len(batch), batch.shape[1] // CELL, batch.shape[2] // CELL), quality
            )
            coded = encode_picture(coder, *latents(model, batch, cells), cells)
            area = shape[0] * shape[1]
            shares += np.concatenate([coded.coarse.bits, coded.fine.bits], axis=1).sum(0)
            out = decode(model, coded, cells)[:, : shape[0], : shape[1]]
            each += [
                (float(b) / area, psnr(o, p)) for b, o, p in zip(coded.bits, out, same)
            ]
        mean = np.mean(each, axis=0)
        points.append((float(mean[0]), float(mean[1])))
        text = " ".join(f"{s:.1f}" for s in 100 * shares / shares.sum())
        print(f"{quality} {mean[0]:.4f} bpp {mean[1]:.3f} dB  groups % {text}", flush=True)
    if arguments.against:
        curve = [tuple(p) for p in json.loads(arguments.against.read_text())]
        print(f"BD-rate {bd_rate(curve, points):+.2f} %")
    if arguments.out:
        arguments.out.write_text(json.dumps(points))


if __name__ == "__main__":
    main()
