"""Texture, PSNR and sheets of heads on the frozen encoder's latents.

One command: ``python -m rdc_trainer.photo.measure_head CHECKPOINT FIT.npz HEAD.pt
NAME=FOLDER``. The distortion head and HEAD read the same latents; printed are
PSNR and patch sliced Wasserstein distance of both, and the ratio. ``--sheet``
writes crops side by side: original, distortion, HEAD.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .coding import FileCoder
from .data import load_picture, picture_paths
from .evaluate import padded, psnr
from .export import load_head
from .fit import load_average
from .integer import SEGMENT
from .texture import yardstick
from .train import to_tensor


def pixels(out: Tensor) -> np.ndarray:
    """Centred planes → 8-bit NHWC."""
    rounded = (out + 128).clamp(0, 255).round()
    return rounded.permute(0, 2, 3, 1).numpy().astype(np.uint8)


@torch.no_grad()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("head", type=Path)
    parser.add_argument("set", help="NAME=FOLDER")
    parser.add_argument("--qualities", type=int, nargs="*", default=[115, 154, 192])
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--crop", type=int, default=192)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = load_average(arguments.checkpoint)
    coder = FileCoder(model, arguments.fit)
    head = load_head(arguments.head).eval()
    paths = picture_paths(Path(arguments.set.partition("=")[2]))[:: arguments.stride]
    rows = []
    for value in arguments.qualities:
        found = []
        quality = torch.tensor([value / SEGMENT])
        for path in paths:
            picture = load_picture(path)
            height, width = picture.shape[:2]
            whole = padded(picture)[None]
            x = to_tensor(whole)
            latents, _ = coder.decoded(whole, value)
            shown = [picture]
            figures = []
            for one in (model.synthesis, head):
                out = pixels(one(latents, quality))[:, :height, :width]
                shown.append(out[0])
                figures.append(psnr(out[0], picture))
                figures.append(yardstick(to_tensor(out), x[:, :, :height, :width]))
            found.append(figures)
            if arguments.sheet is not None:
                c = arguments.crop
                y, z = (height - c) // 2, (width - c) // 2
                rows.append(np.concatenate([s[y : y + c, z : z + c] for s in shown], 1))
        a, b, c, d = np.mean(found, axis=0)
        print(f"q {value}: distortion {a:.2f} dB SW {b:.3f}, head {c:.2f} dB "
              f"({c - a:+.2f}) SW {d:.3f} ({100 * d / b:.0f} %)", flush=True)  # fmt: skip
    if arguments.sheet is not None:
        half = (len(rows) + 1) // 2
        rows += [np.zeros_like(rows[0])] * (2 * half - len(rows))
        left, right = np.concatenate(rows[:half]), np.concatenate(rows[half:])
        Image.fromarray(np.concatenate([left, right], axis=1)).save(arguments.sheet)


if __name__ == "__main__":
    main()
