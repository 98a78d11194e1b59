"""The results file: JSON of a stated version, written anew after every row."""

from __future__ import annotations

import json
from pathlib import Path

from ..results_file import read_results, replace_results

KIND, VERSION = "rdc experiment", 1


class Results:
    """Rows by name, with what they were measured by."""

    def __init__(self, path: Path, setup: dict | None = None):
        self.path = path
        self.setup = setup or {}
        self.rows: dict[str, dict] = {}

    @staticmethod
    def read(path: Path) -> "Results":
        """Reads a file; one of another kind or version is an error."""
        found = read_results(path, KIND, VERSION)
        results = Results(path, found["setup"])
        results.rows = {row["name"]: row for row in found["rows"]}
        return results

    def has(self, name: str, settings: dict) -> bool:
        """Whether a row of these very settings is there."""
        return name in self.rows and self.rows[name]["settings"] == settings

    def put(self, row: dict) -> None:
        """Keeps a row and writes the file beside its place, then renames."""
        self.rows[row["name"]] = row
        self.write()

    def write(self) -> None:
        rows = [self.rows[name] for name in sorted(self.rows)]
        content = {"kind": KIND, "version": VERSION, "setup": self.setup, "rows": rows}
        replace_results(self.path, json.dumps(content, indent=1))

    def select(self, **wanted: object) -> list[dict]:
        """Rows whose settings have these values, by rising weight."""
        rows = [
            row for row in self.rows.values()
            if all(row["settings"].get(key) == value for key, value in wanted.items())
        ]
        return sorted(rows, key=lambda row: row["settings"].get("weight", 0))
