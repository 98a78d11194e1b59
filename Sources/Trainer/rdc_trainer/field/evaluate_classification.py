"""What lite1 sees in photographs that the classification head shows.

One command: ``python -m rdc_trainer.field.evaluate_classification CODEC.pt HEAD.pt
FOLDER`` where FOLDER.tsv beside FOLDER names the classes. Rates are those of the
trained entropy model; the head is shown with the statement, without it, and with one
that takes lite0's second to fourth guess for its first. Nothing is trained against
lite1.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from ..photo_benchmark.lite1 import class_probabilities
from ..pictures import Pixels, load_picture
from .evaluate import padded, psnr
from .fit import load_average
from .lite0 import Lite0
from .model import Codec, Maps
from .quality_map import RULE, STEPS_PER_ANCHOR, map_bits, steps
from .telling import FEATURES, load_head
from .train import to_tensor
from .train_classification import described
from .transforms import ANCHORS, CELL, Synthesis

HEADER = 8 * 19
"""Bits of a file that are not of the picture: header, checksums, statement."""

READERS = ("original", "distortion", "statement", "none", "wrong")


class Coded:
    """A picture, coded at one quality."""

    def __init__(self, codec: Codec, network: Lite0, pixels: Pixels, quality: float) -> None:
        self.size = pixels.shape[:2]
        whole = padded(pixels)
        x = to_tensor(whole[None])
        found = steps(RULE, network, pixels, whole, quality / (ANCHORS - 1))
        if found is None:
            found = np.zeros((x.shape[2] // CELL, x.shape[3] // CELL), np.int64)
        cells = (quality + found / STEPS_PER_ANCHOR).clip(0, ANCHORS - 1)
        maps = Maps(torch.from_numpy(cells).float()[None, None])
        self.read, coarse, fine = codec.coded(x, maps)
        bits = float(coarse.bits.sum() + fine.bits.sum()) + map_bits(found) + HEADER
        self.rate = bits / (self.size[0] * self.size[1])

    def shown(self, head: Synthesis, *statement: torch.Tensor) -> Pixels:
        """The picture by a head."""
        out = head(*self.read, *statement)[0]
        pixels = (out + 128).clamp(0, 255).round().permute(1, 2, 0).numpy().astype(np.uint8)
        return pixels[: self.size[0], : self.size[1]]


def labelled(folder: Path) -> list[tuple[Pixels, int]]:
    """The pictures of a folder and their classes."""
    rows = folder.with_suffix(".tsv").read_text().split("\n")
    pairs = [row.split("\t") for row in rows if row]
    return [(load_picture(folder / name), int(number)) for name, number in pairs]


@torch.inference_mode()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codec", type=Path)
    parser.add_argument("head", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--qualities", type=float, nargs="+", default=[0.75, 1.6])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    codec = load_average(arguments.codec)
    head = load_head(arguments.head, codec)
    network = Lite0().eval()
    results = []
    for quality in arguments.qualities:
        rates: list[float] = []
        hits: dict[str, list[bool]] = {reader: [] for reader in READERS}
        errors: dict[str, list[float]] = {reader: [] for reader in READERS[1:]}
        for pixels, number in labelled(arguments.folder)[:: arguments.every]:
            if min(pixels.shape[:2]) < 128:
                continue
            right, wrong = described(network, pixels)
            photo = Coded(codec, network, pixels, quality)
            rates.append(photo.rate)
            pictures = {
                "original": pixels, "distortion": photo.shown(codec.synthesis),
                "statement": photo.shown(head, right[None]),
                "none": photo.shown(head, torch.zeros(1, FEATURES)),
                "wrong": photo.shown(head, wrong[None]),
            }  # fmt: skip
            for reader, shown in pictures.items():
                hits[reader].append(int(class_probabilities(shown).argmax()) == number)
                if reader in errors:
                    errors[reader].append(psnr(shown, pixels))
        row = {
            "quality": quality, "pictures": len(rates), "bpp": float(np.mean(rates)),
            "top1": {k: float(np.mean(v)) for k, v in hits.items()},
            "psnr": {k: float(np.mean(v)) for k, v in errors.items()},
        }  # fmt: skip
        results.append(row)
        print(json.dumps(row), flush=True)
        if arguments.out:
            arguments.out.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
