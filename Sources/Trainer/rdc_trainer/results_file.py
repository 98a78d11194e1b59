"""JSON files of results: of a stated kind and version, replaced whole."""

from __future__ import annotations

import json
from pathlib import Path


class ResultsError(ValueError):
    """The file is not one that this code can go on with."""


def read_results(path: Path, kind: str, version: int) -> dict:
    """Reads a file; one of another kind or version is an error."""
    try:
        found = json.loads(path.read_text())
    except json.JSONDecodeError as error:
        raise ResultsError(f"{path}: no JSON ({error})") from None
    if not isinstance(found, dict) or found.get("kind") != kind:
        raise ResultsError(f"{path}: no results of the kind '{kind}'")
    if found.get("version") != version:
        raise ResultsError(
            f"{path}: version {found.get('version')}, this code reads version {version}"
        )
    return found


def replace_results(path: Path, text: str) -> None:
    """Writes beside the file's place, then renames: no reader sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text + "\n")
    partial.rename(path)
