"""Tables of the results as Markdown, and a codec's curve as JSON for `rdc measure`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..results_file import ResultsError
from .codecs import LABELS
from .figures import AXES, set_title
from .results import Results

START, END = "<!-- tables: rdc-train photo-figures -->", "<!-- end of tables -->"


def markdown(rows: list[list[str]]) -> list[str]:
    """A table whose first row is its head."""
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]


def bd_rates(results: Results, name: str) -> list[str]:
    """A row for each head and codec of a set."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in results.sets[name].get("bdRates", []):
        cells = found.setdefault((row["test"], row["against"]), {})
        low, high = row["qualities"]
        cells[row["figure"]] = f"{row['percent']:+.1f} % ({low:.1f} to {high:.1f})"
    head = ["BD-rate of", "against", *(f"by {short}" for _, short in AXES.values())]
    rows = [
        [LABELS[test], LABELS[against], *(cells.get(figure, "–") for figure in AXES)]
        for (test, against), cells in found.items()
    ]
    return [f"{set_title(results, name)}:", "", *markdown([head, *rows])] if rows else []


def timings(results: Results) -> list[str]:
    """Seconds and memory, if they were measured."""
    timed = results.content["timings"]
    if not timed:
        return ["Times and memory are not measured yet."]
    head = ["codec", "setting", "bits a pixel", "threads", "encode", "decode"]
    rows = []
    for name, row in timed["codecs"].items():
        cost = [
            f"{row[part]['seconds']:.3f} s, {row[part]['mebibytes']:.0f} MiB"
            for part in ("encode", "decode")
        ]
        cells = [LABELS[name], row["setting"], f"{row['bpp']:.3f}", str(row["threads"]), *cost]
        rows.append(cells)
    return [
        f"Wall seconds and peak resident memory of the processes, medians over {timed['pictures']}"
        f" pictures of {timed['set']} and {timed['runs']} runs, {timed['cores']} cores of"
        f" {timed['processor']} (load {timed['load']:g} before); memory below"
        f" {timed['emptyProcessMebibytes']:.0f} MiB does not show. JPEG is read from and written"
        " to PPM, the others PNG.",
        "", *markdown([head, *rows]),
    ]  # fmt: skip


def tools(results: Results) -> str:
    """The versions that were measured."""
    sets = results.sets.values()
    found = dict.fromkeys(codec["tool"] for stored in sets for codec in stored["codecs"].values())
    return "Measured: " + "; ".join(found) + "."


def tables(results: Results) -> str:
    """All of it."""
    lines = [line for name in results.sets for line in bd_rates(results, name)]
    text = "\n".join([tools(results), "", *lines, *timings(results)]).rstrip()
    return re.sub(r"(?<=[ (])-(?=\d)", "\N{MINUS SIGN}", text)


def write_tables(results: Results, path: Path) -> None:
    """Puts the tables between the marks of a Markdown file."""
    text = path.read_text()
    if START not in text or END not in text.split(START, 1)[1]:
        raise ResultsError(f"{path}: the marks '{START}' and '{END}' are not there")
    before, rest = text.split(START, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{START}\n\n{tables(results)}\n\n{END}{after}")


def write_curves(results: Results, folder: Path) -> list[Path]:
    """Mean points as `rdc measure --against` reads them: SET-CODEC.json."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, stored in results.sets.items():
        for codec in stored["codecs"]:
            points = list(results.points(name, codec).values())
            if not points:
                continue
            path = folder / f"{name}-{codec.replace(' ', '-')}.json"
            content = {"name": f"{LABELS[codec]} ({stored['codecs'][codec]['tool']})"}
            path.write_text(json.dumps({**content, "points": points}, indent=1) + "\n")
            paths.append(path)
    return paths
