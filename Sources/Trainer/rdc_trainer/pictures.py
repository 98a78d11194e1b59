"""Pictures for training and measuring.

``prepare`` decodes every lossless picture once into one flat ``uint8`` file, so
that a training batch costs a few memory copies and no image decoder.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]
"""One picture: height × width × 3, RGB, 8 bits."""

SUFFIXES = {".png", ".webp"}


def picture_paths(folder: Path) -> list[Path]:
    """The pictures of a folder, sorted by name."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)


def load_picture(path: Path) -> Pixels:
    """Decodes one picture to RGB."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def load_folder(folder: Path, limit: int | None = None) -> list[Pixels]:
    """Decodes the pictures of a folder, in the order of their names."""
    return [load_picture(p) for p in picture_paths(folder)[:limit]]


class PictureStore:
    """Pictures in one memory-mapped file beside a JSON index of their sizes."""

    def __init__(self, folder: Path) -> None:
        index = json.loads((folder / "train.json").read_text())
        self._flat = np.memmap(folder / "train.u8", dtype=np.uint8, mode="r")
        self.pictures: list[Pixels] = []
        areas: list[int] = []
        for entry in index:
            height, width, offset = entry["height"], entry["width"], entry["offset"]
            count = height * width * 3
            self.pictures.append(
                self._flat[offset : offset + count].reshape(height, width, 3)
            )
            areas.append(height * width)
        self._chance = np.asarray(areas, dtype=np.float64) / sum(areas)

    def batch(self, count: int, size: int, rng: np.random.Generator) -> Pixels:
        """Random crops: ``count`` × ``size`` × ``size`` × 3.

        Every crop is flipped and turned at random; one in four is first reduced
        to half size, so that the model also meets sharper, denser texture.
        """
        out = np.empty((count, size, size, 3), dtype=np.uint8)
        for row in range(count):
            picture = self.pictures[rng.choice(len(self.pictures), p=self._chance)]
            half = rng.random() < 0.25 and min(picture.shape[:2]) >= 2 * size
            span = 2 * size if half else size
            top = rng.integers(0, picture.shape[0] - span + 1)
            left = rng.integers(0, picture.shape[1] - span + 1)
            crop = picture[top : top + span, left : left + span]
            if half:
                wide = crop.reshape(size, 2, size, 2, 3).astype(np.uint16)
                crop = ((wide.sum(axis=(1, 3)) + 2) >> 2).astype(np.uint8)
            if rng.random() < 0.5:
                crop = crop[:, ::-1]
            if rng.random() < 0.5:
                crop = crop.transpose(1, 0, 2)
            out[row] = crop
        return out


def prepare(source: Path, destination: Path) -> None:
    """Decodes ``source`` into ``destination/train.u8`` and its index."""
    destination.mkdir(parents=True, exist_ok=True)
    index = []
    offset = 0
    with (destination / "train.u8").open("wb") as sink:
        for path in picture_paths(source):
            picture = load_picture(path)
            sink.write(picture.tobytes())
            height, width = picture.shape[:2]
            index.append(
                {"name": path.name, "height": height, "width": width, "offset": offset}
            )
            offset += picture.size
    (destination / "train.json").write_text(json.dumps(index))
    print(f"{len(index)} pictures, {offset / 3e6:.1f} megapixels")


def main() -> None:
    """Command line: ``python -m rdc_trainer.pictures SOURCE DESTINATION``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of lossless pictures")
    parser.add_argument("destination", type=Path, help="folder for the flat file")
    arguments = parser.parse_args()
    prepare(arguments.source, arguments.destination)


if __name__ == "__main__":
    main()
