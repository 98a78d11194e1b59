"""CIFAR-10 test pictures as ``rdc measure`` takes them: PNGs and IDX labels.

One command: ``python -m rdc_trainer.photo.cifar_pngs CIFAR OUT`` writes
``OUT/0000.png`` … and ``OUT-labels-idx1-ubyte``. Then
``rdc measure OUT --bpp 1 --labels OUT-labels-idx1-ubyte``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from .cifar import load_cifar


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cifar", type=Path, help="folder of sheets and labels.txt")
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    pictures, labels = load_cifar(arguments.cifar, "test")
    pictures, labels = pictures[: arguments.count], labels[: arguments.count]
    arguments.out.mkdir(parents=True)
    for number, picture in enumerate(pictures):
        Image.fromarray(picture).save(arguments.out / f"{number:04}.png")
    header = bytes([0, 0, 8, 1]) + len(labels).to_bytes(4, "big")
    path = arguments.out.with_name(arguments.out.name + "-labels-idx1-ubyte")
    path.write_bytes(header + labels.astype(np.uint8).tobytes())


if __name__ == "__main__":
    main()
