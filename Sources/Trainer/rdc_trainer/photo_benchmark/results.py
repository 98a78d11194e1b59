"""The results file: JSON of a stated version, written anew after every picture."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from ..results_file import ResultsError, read_results, replace_results
from .codecs import Codec
from .metrics import DESCRIPTION, FIGURES

KIND, VERSION = "rdc photo benchmark", 1

COLUMNS = ("bytes", *FIGURES)
"""A picture's row."""

Point = dict[str, float]
"""Means over a set at one setting: ``bpp`` and the figures."""


class Results:
    """Sets of pictures; in each the codecs, their settings, and a row a picture."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: dict = {
            "kind": KIND, "version": VERSION, "figures": DESCRIPTION, "columns": COLUMNS,
            "sets": {}, "timings": {},
        }  # fmt: skip

    @staticmethod
    def read(path: Path) -> "Results":
        """Reads a file; one of another kind or version is an error."""
        results = Results(path)
        results.content = read_results(path, KIND, VERSION)
        return results

    @staticmethod
    def resume(path: Path) -> "Results":
        """Reads a file or begins one; it must be of the figures that are computed now."""
        if not path.exists():
            return Results(path)
        results = Results.read(path)
        if results.content["figures"] != DESCRIPTION:
            raise ResultsError(f"{path}: figures of other packages, {results.content['figures']}")
        return results

    @property
    def sets(self) -> dict[str, dict]:
        return self.content["sets"]

    def rows(self, set_name: str, name: str, codec: Codec, setting: float) -> dict[str, list]:
        """Rows by picture, to read and to add to.

        Those of another version or command are let go of.
        """
        codecs = self.sets[set_name]["codecs"]
        identity = codec.identity(name)
        stored = codecs.get(name)
        if stored is None or any(stored[key] != value for key, value in identity.items()):
            stored = codecs[name] = {**identity, "points": {}}
        point = stored["points"].setdefault(f"{setting:g}", {"pictures": {}})
        return point["pictures"]

    def add_picture(self, set_name: str, name: str, width: int, height: int) -> None:
        """Makes a picture one of the set."""
        stored = self.sets.setdefault(set_name, {"pictures": {}, "codecs": {}})
        stored["pictures"][name] = [width, height]

    def points(self, set_name: str, name: str, only: list[str] | None = None) -> dict[str, Point]:
        """Means by setting, of the settings that all pictures (or ``only`` these) have.

        A codec that was not measured has none.
        """
        pictures = self.sets[set_name]["pictures"]
        codec = self.sets[set_name]["codecs"].get(name, {"points": {}})
        wanted = list(pictures) if only is None else only
        means = {}
        for setting, point in codec["points"].items():
            if any(picture not in point["pictures"] for picture in wanted):
                continue
            rows = [point["pictures"][picture] for picture in wanted]
            bpp = [8 * row[0] / np.prod(pictures[p]) for p, row in zip(wanted, rows)]
            mean = np.mean(rows, axis=0)[1:]
            means[setting] = {
                "bpp": float(np.mean(bpp)),
                **{figure: float(value) for figure, value in zip(FIGURES, mean)},
            }
        return dict(sorted(means.items(), key=lambda item: item[1]["bpp"]))

    def curve(
        self, set_name: str, name: str, figure: str = "psnr", only: list[str] | None = None
    ) -> list[tuple[float, float]]:
        """(Bits a pixel, figure) by rising rate; MS-SSIM in dB, −10·log10(1 − x)."""
        points = self.points(set_name, name, only).values()
        curve = [(point["bpp"], point[figure]) for point in points]
        if figure == "msssim":
            curve = [(bpp, float(-10 * np.log10(1 - value))) for bpp, value in curve]
        return curve

    def write(self) -> None:
        """Writes means and rows beside the file's place, then renames."""
        for set_name, stored in self.sets.items():
            for name, codec in stored["codecs"].items():
                means = self.points(set_name, name)
                for setting, point in codec["points"].items():
                    rows = point["pictures"]
                    point.clear()
                    point.update({**means.get(setting, {}), "pictures": rows})
        text = json.dumps(self.content, indent=1)
        # Lists of numbers, which are most of the file, on a line each.
        text = re.sub(r"\[[^][{}]*]", lambda found: " ".join(found[0].split()), text)
        replace_results(self.path, text)
