"""The results file: JSON of a stated version, written anew after every picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ..results_file import ResultsError, read_results, replace_results
from .codec import Codec
from .figure_list import DESCRIPTION, FLAT_COLUMNS, Row
from .picture_sets import PictureSet

KIND, VERSION = "rdc photo benchmark", 2


class Results:
    """Sets of pictures; in each the curves, their settings, and a row a picture."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: dict = {
            "kind": KIND, "version": VERSION, "figures": DESCRIPTION, "sets": {}, "timings": {},
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

    def add_set(self, pictures: PictureSet) -> dict:
        """A set's place in the file."""
        new = {"kind": pictures.kind, "columns": pictures.columns, "pictures": {}, "codecs": {}}
        return self.sets.setdefault(pictures.name, new)

    def missing(self, pictures: PictureSet, codec: Codec, picture: str) -> list[float]:
        """The settings at which a picture has not been measured with all heads."""
        return [
            setting
            for setting in pictures.settings(codec)
            if any(
                picture not in self._rows(pictures.name, codec, head, setting)
                for head in codec.heads
            )
        ]

    def add_row(
        self, pictures: PictureSet, codec: Codec, head: str, setting: float, picture: str, row: Row
    ) -> None:
        """Keeps what one decoded picture measured."""
        rows = self._rows(pictures.name, codec, head, setting)
        rows[picture] = [row[column] for column in pictures.columns]

    def _rows(self, set_name: str, codec: Codec, head: str, setting: float) -> dict[str, list]:
        """Rows by picture; those of another version or other options are let go of."""
        codecs = self.sets[set_name]["codecs"]
        stored = codecs.get(codec.curve(head))
        if stored is None or any(stored[key] != value for key, value in codec.identity.items()):
            stored = codecs[codec.curve(head)] = {**codec.identity, "points": {}}
        return stored["points"].setdefault(f"{setting:g}", {})

    def curves(self, set_name: str) -> list[str]:
        """The names of what was measured."""
        return list(self.sets[set_name]["codecs"])

    def pictures(self, set_name: str, curve: str) -> set[str]:
        """The pictures of a curve's settings; none of a curve that was not measured.

        Settings that fewer pictures have than others, being on their way, do not count.
        """
        codec = self.sets[set_name]["codecs"].get(curve, {"points": {}})
        measured = [set(rows) for rows in codec["points"].values()]
        most = max(map(len, measured), default=0)
        return set.intersection(*(one for one in measured if len(one) == most)) if most else set()

    def points(
        self, set_name: str, curve: str, only: Iterable[str] | None = None
    ) -> dict[str, Row]:
        """Means by setting over all that the curve has or over ``only`` these, by rising rate.

        Of the settings that have them all. Those of flat places weigh every flat block alike.
        """
        stored = self.sets[set_name]
        columns, about = stored["columns"], stored["pictures"]
        wanted = sorted(self.pictures(set_name, curve) if only is None else only)
        if not wanted:
            return {}
        area = np.array([np.prod(about[picture]["size"]) for picture in wanted])
        blocks = np.array([about[picture].get("flatBlocks", 0) for picture in wanted])
        means = {}
        for setting, rows in stored["codecs"][curve]["points"].items():
            if not rows.keys() >= set(wanted):
                continue
            table = dict(zip(columns, np.array([rows[picture] for picture in wanted]).T))
            means[setting] = {"bpp": float(np.mean(8 * table.pop("bytes") / area))}
            for column, values in table.items():
                weights = blocks if column in FLAT_COLUMNS and blocks.sum() else None
                means[setting][column] = float(np.average(values, weights=weights))
        return dict(sorted(means.items(), key=lambda item: item[1]["bpp"]))

    def write(self) -> None:
        """Writes beside the file's place, then renames."""
        text = json.dumps(self.content, indent=1)
        # Lists of numbers, which are most of the file, on a line each.
        text = re.sub(r"\[[^][{}]*]", lambda found: " ".join(found[0].split()), text)
        replace_results(self.path, text)
