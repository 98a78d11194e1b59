"""How well classifiers read what heads make of CIFAR-10 pictures, from equal bytes.

One command: ``python -m rdc_trainer.photo.measure_classes CHECKPOINT FIT.npz CIFAR
--head class.pt --classifier guide=guide.pt measure=judge.pt``. Symbols and bits are
those of the integer coder, as shipped (dither and search); the guide states its label
to the classification head. ``--overhead`` is what a file of one picture has beside
them, the label among it. Choose on ``--part held``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .cifar import load_cifar
from .classifiers import LABELS, accuracy, load_classifier, logits
from .coding import FileCoder
from .evaluate import psnr
from .export import load_head
from .fit import load_average
from .integer import SEGMENT
from .measure_head import pixels
from .train import to_tensor


@torch.no_grad()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("cifar", type=Path)
    parser.add_argument("--head", type=Path, required=True)
    parser.add_argument("--classifier", nargs="+", required=True)
    parser.add_argument("--part", choices=["held", "test"], default="held")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--overhead", type=float, default=0, help="bytes a file")
    parser.add_argument("--qualities", type=int, nargs="*", default=[112])
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = load_average(arguments.checkpoint)
    heads = {"distortion": model.synthesis, "classification": load_head(arguments.head)}
    readers = {}
    for entry in arguments.classifier:
        role, _, path = entry.partition("=")
        readers[role] = load_classifier(Path(path))
    pictures, labels = load_cifar(arguments.cifar, arguments.part)
    pictures, labels = pictures[: arguments.count], labels[: arguments.count]
    target = torch.from_numpy(labels)
    stated = torch.cat([logits(readers["guide"], x) for x in to_tensor(pictures).split(100)])
    stated = F.one_hot(stated.argmax(dim=1), len(LABELS)).float()
    coder = FileCoder(model, arguments.fit)

    def read(shown: np.ndarray) -> dict[str, float]:
        return {k: accuracy(m, to_tensor(shown), target) for k, m in readers.items()}

    points: list[dict[str, object]] = [{"head": "original", **read(pictures)}]
    print(points[0], flush=True)
    for value in arguments.qualities:
        decoded, bits = coder.decoded(pictures, value)
        bits = bits / len(pictures) + 8 * arguments.overhead
        quality = torch.tensor([value / SEGMENT])
        for name, head in heads.items():
            shown = np.concatenate([
                pixels(
                    head.with_labels(part, quality, told) if name == "classification"
                    else head(part, quality)
                )
                for part, told in zip(decoded.split(100), stated.split(100))
            ])  # fmt: skip
            point = {
                "head": name,
                "quality": value,
                "bpp": bits / pictures[0, :, :, 0].size,
                "psnr": float(np.mean([psnr(a, b) for a, b in zip(shown, pictures)])),
                **read(shown),
            }
            points.append(point)
            print(point, flush=True)
    if arguments.out is not None:
        arguments.out.write_text(json.dumps(points, indent=1))


if __name__ == "__main__":
    main()
