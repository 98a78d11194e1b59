"""Tables of the results as Markdown, and a codec's curve as JSON for `rdc measure`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..bd_rate import Range
from ..results_file import ResultsError
from .comparisons import AT_RATES, CLASS_RATES, RANGES, Place, at_rate, bd_rate_of
from .figure_list import CLASSES, FLAT, QUALITIES
from .labels import is_anchor, label, set_title
from .results import Results
from .timings import timing_lines

START, END = "<!-- tables: rdc-train photo-figures -->", "<!-- end of tables -->"


def markdown(rows: list[list[str]]) -> list[str]:
    """A table whose first row is its head."""
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]


def places(results: Results, anchors: Results, name: str) -> tuple[list[Place], list[Place]]:
    """Ours, and what they are compared with."""
    ours = [Place(results, name, curve) for curve in results.curves(name) if not is_anchor(curve)]
    others = []
    if name in anchors.sets:
        curves = anchors.curves(name)
        others = [Place(anchors, name, curve) for curve in curves if is_anchor(curve)]
    return ours, others


def bd_rows(ours: list[Place], others: list[Place], rates: Range) -> Iterator[list[str]]:
    """A row for each head and codec: BD-rates by all figures."""
    for test in ours:
        for anchor in others:
            common = test.pictures & anchor.pictures
            points = anchor.points(common), test.points(common)
            if min(map(len, points)) < 2:
                continue
            found = [bd_rate_of(*points, figure, rates) for figure in QUALITIES]
            cells = ["–" if bd is None else f"{bd.percent:+.1f} %" for bd in found]
            yield [label(test.curve), label(anchor.curve), *cells, str(len(common))]


def bd_rates(results: Results, anchors: Results, name: str) -> list[str]:
    """BD-rates over both ranges."""
    ours, others = places(results, anchors, name)
    lines = []
    head = ["BD-rate of", "against", *(figure.short for figure in QUALITIES), "pictures"]
    for low, high in RANGES:
        rows = list(bd_rows(ours, others, (low, high)))
        if rows:
            title = f"{set_title(name)}, {low:g} to {high:g} bits a pixel:"
            lines += [title, "", *markdown([head, *rows])]
    return lines


def at_rates(results: Results, anchors: Results, name: str) -> list[str]:
    """PSNR and the figures of flat places at equal rates, over the pictures that all have."""
    ours, others = places(results, anchors, name)
    every = [place for place in (*others, *ours) if place.pictures]
    if not ours or not every:
        return []
    common = set.intersection(*(place.pictures for place in every))
    shown = (QUALITIES[0], *FLAT)
    head = ["at bits a pixel", *(f"{f.short} {rate:g}" for f in shown for rate in AT_RATES)]
    rows = []
    for place in every:
        points = place.points(common)
        values = [at_rate(points, f, rate) for f in shown for rate in AT_RATES]
        rows.append([label(place.curve), *("–" if v is None else f"{v:.2f}" for v in values)])
    title = f"{set_title(name)}, {len(common)} pictures, at equal rates:"
    return [title, "", *markdown([head, *rows])] if common else []


def classes(results: Results, anchors: Results, name: str) -> list[str]:
    """Top-1 beside that of the originals."""
    ours, others = places(results, anchors, name)
    rows = []
    for place in (*others, *ours):
        if not place.pictures:
            continue
        points = place.points(place.pictures)
        about = place.results.sets[name]["pictures"]
        original = 100 * np.mean([about[picture]["top1"] for picture in place.pictures])
        cells = []
        for rate in CLASS_RATES:
            right, nats = (at_rate(points, figure, rate) for figure in CLASSES)
            outside = f"– ({points[0]['bpp']:.2f} to {points[-1]['bpp']:.2f})"
            shown = outside if right is None else f"{100 * right:.1f} % ({100 * right - original:+.1f})"
            cells += [shown, "–" if nats is None else f"{nats:.2f}"]
        rows.append([label(place.curve), *cells, f"{original:.1f} %", str(len(place.pictures))])
    head = ["top-1 by EfficientNet-lite1"]
    for rate in CLASS_RATES:
        head += [f"at {rate:g} bits a pixel (against originals)", "nats"]
    head += ["originals", "pictures"]
    return [f"{set_title(name)}:", "", *markdown([head, *rows])] if rows else []


def tools(*files: Results) -> str:
    """The versions that were measured."""
    found = dict.fromkeys(
        f"{codec['tool']} ({codec['options']})"
        for results in files
        for stored in results.sets.values()
        for codec in stored["codecs"].values()
    )
    return "Measured: " + "; ".join(found) + "."


def tables(results: Results, anchors: Results | None = None) -> str:
    """All of it; the other codecs may stand in a file of their own."""
    anchors = anchors or results
    lines: list[str] = []
    for name, stored in results.sets.items():
        if stored["kind"] == "classes":
            lines += classes(results, anchors, name)
        else:
            lines += bd_rates(results, anchors, name) + at_rates(results, anchors, name)
    lines += timing_lines(results, markdown)
    files = (results,) if anchors is results else (anchors, results)
    text = "\n".join([tools(*files), "", *lines]).rstrip()
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
        for codec, about in stored["codecs"].items():
            points = list(results.points(name, codec).values())
            if not points or stored["kind"] != "photos":
                continue
            path = folder / f"{name}-{codec.replace(' ', '-')}.json"
            content = {"name": f"{label(codec)} ({about['tool']})", "points": points}
            path.write_text(json.dumps(content, indent=1) + "\n")
            paths.append(path)
    return paths
