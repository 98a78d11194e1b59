"""Sets of pictures: photos to compare, and photographs of known classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..pictures import Pixels, picture_paths
from . import lite1
from .codec import Codec
from .figure_list import CLASS_COLUMNS, PHOTO_COLUMNS, Row
from .metrics import Original


class PhotoJudge:
    """Compares with one original."""

    def __init__(self, pixels: Pixels) -> None:
        self._original = Original(pixels)
        flat = self._original.flat
        border, inside = flat.steps(pixels)
        self.about = {
            "flatBlocks": flat.count, "borderStep": round(border, 4), "insideStep": round(inside, 4)
        }  # fmt: skip
        """What the results keep of the original itself."""

    def row(self, pixels: Pixels) -> Row:
        """The figures of a decoded picture."""
        return self._original.row(pixels)


class ClassJudge:
    """Asks the classifier for one photograph's class."""

    def __init__(self, pixels: Pixels, label: int) -> None:
        self._label = label
        self.about = {"class": label, **self.row(pixels)}

    def row(self, pixels: Pixels) -> Row:
        """Whether the first class is right, and −ln of the true one's probability."""
        logs = lite1.class_probabilities(pixels)
        right = float(logs.argmax() == self._label)
        return {"top1": right, "nats": round(float(-logs[self._label]), 4)}


@dataclass(frozen=True)
class PictureSet:
    """A named set; with labels it is one of photographs to classify."""

    name: str
    paths: list[Path]
    labels: dict[str, int] | None = None

    @staticmethod
    def photos(name: str, folder: Path) -> "PictureSet":
        """All pictures of a folder."""
        return PictureSet(name, picture_paths(folder))

    @staticmethod
    def classes(name: str, table: Path) -> "PictureSet":
        """``test.tsv``: names in the folder ``test`` beside it, and their classes."""
        rows = [line.split("\t") for line in table.read_text().splitlines() if line]
        try:
            labels = {file: int(label) for file, label in rows}
        except ValueError:
            raise ValueError(f"{table}: lines are not FILE<tab>CLASS") from None
        return PictureSet(name, [table.with_suffix("") / file for file in labels], labels)

    def part(self, every: int, limit: int | None) -> "PictureSet":
        """Every n-th picture, and of these the first ones."""
        return PictureSet(self.name, self.paths[::every][:limit], self.labels)

    @property
    def kind(self) -> str:
        return "photos" if self.labels is None else "classes"

    @property
    def columns(self) -> tuple[str, ...]:
        return PHOTO_COLUMNS if self.labels is None else CLASS_COLUMNS

    def settings(self, codec: Codec) -> tuple[float, ...]:
        return codec.settings if self.labels is None else codec.class_settings

    def pictures(self) -> Iterator[tuple[str, Path]]:
        """Names and files."""
        return ((path.stem, path) for path in self.paths)

    def judge(self, path: Path, pixels: Pixels) -> PhotoJudge | ClassJudge:
        """What the decoded pictures are shown to."""
        if self.labels is None:
            return PhotoJudge(pixels)
        return ClassJudge(pixels, self.labels[path.name])


