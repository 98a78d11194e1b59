"""Rate and PSNR of a checkpoint on whole pictures by the integer model.

One command: ``python -m rdc_trainer.photo.evaluate CHECKPOINT FIT.npz OUT.json
NAME=FOLDER``. The bits are those of the tables, to which a file adds a header.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch

from ..photo_benchmark.results import Results
from .bdrate import Curve, bd_rate
from .coder import Coder
from .data import Pixels, load_picture, picture_paths
from .fit import latents, load_average
from .integer import SEGMENT, IntegerModel
from .integer_tensors import integer_tensors
from .layout import GROUPS
from .model import SEARCH, Codec
from .tables import FINE, Tables, dithered


def padded(picture: Pixels) -> Pixels:
    """Extends a picture to multiples of 8 by its last row and column."""
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, -height % 8), (0, -width % 8), (0, 0)), mode="edge")


@torch.no_grad()
def decode(model: Codec, decoded: np.ndarray, quality: int) -> np.ndarray:
    """Pictures (8 bit) of decoded latents in 1/64 step."""
    q = torch.tensor([quality / SEGMENT])
    steps = model.steps(q)
    out = []
    for one in decoded:
        z = torch.from_numpy(one[None] / FINE).float() * steps
        out.append((model.synthesis(z, q) + 128).clamp(0, 255).round())
    return torch.cat(out).permute(0, 2, 3, 1).numpy().astype(np.uint8)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """PSNR of two 8-bit pictures."""
    mse = np.square(a.astype(np.float64) - b.astype(np.float64)).mean()
    return 10 * math.log10(255**2 / max(mse, 1e-6))


def compared(path: Path, name: str, pictures: list[str], ours: Curve) -> dict[str, float]:
    """BD-rate by PSNR against each codec of `rdc-train photo-benchmark`'s results."""
    others = Results.read(path)
    rates = {}
    for other in others.curves(name):
        if not others.pictures(name, other).issuperset(pictures):
            continue
        points = others.points(name, other, pictures).values()
        curve = [(point["bpp"], point["psnr"]) for point in points]
        if len(curve) > 3:
            rates[f"bd_rate_{other}"] = bd_rate(curve, ours)
            print(f"BD-rate against {other}: {rates[f'bd_rate_{other}']:+.1f} %")
    return rates


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("set", help="NAME=FOLDER")
    parser.add_argument("--baselines", type=Path, help="results of `rdc-train photo-benchmark`")
    parser.add_argument("--lagrange", type=float, default=SEARCH)
    parser.add_argument(
        "--dither", type=float, nargs=2, metavar=("SCALE", "AMPLITUDE"),
        help="amplitude (64 = a step) where the scale is at least SCALE steps",
    )  # fmt: skip
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument(
        "--qualities", type=int, nargs="*", default=[16, 80, 128, 176, 224, 272, 312]
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = load_average(arguments.checkpoint)
    if arguments.fit.exists():
        stored = np.load(arguments.fit)
        tables = Tables.counted(stored["counts"], stored["dither"])
    else:
        tables = Tables.logistic()
    if arguments.dither is not None:
        dither = dithered(*arguments.dither)
        counts = stored["counts"] if arguments.fit.exists() else None
        assert counts is not None, "dither needs counted tables"
        tables = Tables.counted(counts, dither)
    coder = Coder(IntegerModel(integer_tensors(model)), tables, arguments.lagrange)
    name, _, folder = arguments.set.partition("=")
    paths = picture_paths(Path(folder))[:: arguments.stride]
    names = [p.stem for p in paths]
    pictures = [load_picture(p) for p in paths]
    shapes = sorted({p.shape for p in pictures})
    points = []
    for quality in arguments.qualities:
        each = []
        split = np.zeros(len(GROUPS))
        for shape in shapes:
            same = [p for p in pictures if p.shape == shape]
            batch = np.stack([padded(p) for p in same])
            values = latents(model, batch, quality)
            coded = coder.encode(values, quality)
            bits = coder.bits(coded)
            split += bits.sum(axis=0)
            area = shape[0] * shape[1]
            out = decode(model, coded.decoded, quality)[:, : shape[0], : shape[1]]
            each += [
                (float(b) / area, psnr(o, p))
                for b, o, p in zip(bits.sum(axis=1), out, same)
            ]
        mean = np.mean(each, axis=0)
        points.append({"quality": quality, "bpp": mean[0], "psnr": mean[1]})
        shares = " ".join(f"{s:.0f}" for s in 100 * split / split.sum())
        print(f"{quality} {mean[0]:.4f} bpp {mean[1]:.3f} dB  groups % {shares}", flush=True)
    report: dict[str, object] = {"set": name, "points": points}
    if arguments.baselines is not None:
        ours = [(p["bpp"], p["psnr"]) for p in points]
        report.update(compared(arguments.baselines, name, names, ours))
    arguments.out.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
