"""Reference codec that works from a pack alone, and its figures.

One command: ``python -m rdc_trainer.photo.reference PACK NAME=FOLDER``. Encodes
with the pack's analysis and entropy model, decodes with one of its heads, and
reports the exact cost of the symbols (−log2 of their integer probabilities) and
PSNR on 8-bit pixels. ``--replay`` decodes the symbols anew, with nothing but them,
and checks that the same latents come out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .coder import Coded, Coder
from .data import load_picture, picture_paths
from .evaluate import compared, padded, psnr
from .integer import IntegerModel
from .pack_reader import Pack
from .tables import FINE


def replay(coder: Coder, coded: Coded, quality: int) -> np.ndarray:
    """Decodes from symbols and common randomness, position by position."""
    decoder = Coder(coder.model, coder.tables, 0.0)
    decoder.serial = True
    out = decoder.encode(
        np.zeros(coded.symbols.shape), quality, given=coded.symbols, noise=coded.noise
    )
    assert (out.classes == coded.classes).all(), "the classes differ"
    return out.decoded


@torch.no_grad()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("set", help="NAME=FOLDER")
    parser.add_argument("--head", default="distortion")
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--baselines", type=Path, help="results of `rdc-train photo-benchmark`")
    parser.add_argument("--lagrange", type=float)
    parser.add_argument("--replay", action="store_true")
    parser.add_argument(
        "--qualities", type=int, nargs="*", default=[0, 48, 96, 144, 192, 240, 288]
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pack = Pack(arguments.pack)
    lagrange = arguments.lagrange
    if lagrange is None:
        lagrange = pack.description["photo"]["lagrange"]
    coder = Coder(IntegerModel(pack.tensors), pack.tables(), lagrange)
    name, _, folder = arguments.set.partition("=")
    paths = picture_paths(Path(folder))[:: arguments.stride]
    points: dict[int, list[tuple[float, float]]] = {q: [] for q in arguments.qualities}
    for path in paths:
        picture = load_picture(path)
        height, width = picture.shape[:2]
        x = torch.from_numpy(padded(picture)[None]).float()
        for quality in arguments.qualities:
            condition = pack.condition(quality)
            y = pack.run("analysis", {"picture": x, "quality": condition})
            step64 = torch.from_numpy(pack.tensors["step64"][quality])
            values = (y / (step64 * FINE)).permute(0, 3, 1, 2).double().numpy()
            coded = coder.encode(values, quality)
            bits = float(coder.bits(coded).sum())
            decoded = coded.decoded
            if arguments.replay:
                again = replay(coder, coded, quality)
                assert (again == decoded).all(), "the decoder differs"
            latents = torch.from_numpy(decoded).permute(0, 2, 3, 1).float() * step64
            inputs = {"latents": latents, "quality": condition}
            for entry in pack.description["graphs"][arguments.head]["inputs"][2:]:
                scale = int(entry["name"].removeprefix("noise"))
                shape = (1, x.shape[1] // scale, x.shape[2] // scale)
                inputs[entry["name"]] = torch.randn(*shape, entry["shape"][3])
            out = pack.run(arguments.head, inputs)[0, :height, :width]
            pixels = (out + 0.5).floor().numpy().astype(np.uint8)
            points[quality].append((bits / (height * width), psnr(pixels, picture)))
    curve = [tuple(np.mean(points[q], axis=0)) for q in arguments.qualities]
    report: dict[str, object] = {"set": name, "head": arguments.head}
    report["points"] = [
        {"quality": q, "bpp": c[0], "psnr": c[1]}
        for q, c in zip(arguments.qualities, curve)
    ]
    for quality, point in zip(arguments.qualities, curve):
        print(f"{quality} {point[0]:.4f} bpp {point[1]:.3f} dB")
    if arguments.baselines is not None:
        report.update(compared(arguments.baselines, name, [p.stem for p in paths], curve))
    if arguments.out is not None:
        arguments.out.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
