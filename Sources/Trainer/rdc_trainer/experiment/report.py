"""The tables of RESULTS.md, written from the results file between two marks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..results_file import ResultsError
from . import published, variant_text
from .dial_text import beside_the_dial, spreads
from .grid import FROZEN, HEADS, MAIN, OTHERS, bits, grid
from .results import Results
from .row_text import table
from .selections import decoders, frontier

START, END = "<!-- tables: rdc-train figures -->", "<!-- end of tables -->"


def rows_of(results: Results, rung: str) -> list[dict]:
    """A rate's rows in the order of the text."""
    rows = frontier(results, rung, "classification")
    rows += results.select(system="end-to-end", rung=rung, goal="perception")
    rows += results.select(system="universal", rung=rung)
    for head in HEADS:
        rows += results.select(system="ours", rung=rung, head=head)
        rows += results.select(system="specialist", rung=rung, head=head)
        rows += results.select(system="separate", rung=rung, head=head)
        rows += results.select(system="blend", rung=rung, head=head)
    return rows + results.select(system="k-means", rung=rung)


def one(results: Results, **wanted: object) -> dict | None:
    """The row, if it is there."""
    rows = results.select(**wanted)
    return rows[0] if rows else None


def verdicts(results: Results) -> list[str]:
    """The comparisons that were asked for, from the rows that are there."""
    lines = []
    start = one(results, system="end-to-end", rung=MAIN, goal="distortion")
    if start:
        low, high = published.MINIMUM
        lines.append(
            f"- Reproduced end to end at λ = 0, R = 4.75: MSE {start['mse']:.4f}; published"
            f" {low:.4f} to {high:.4f}, so {100 * (start['mse'] / low - 1):+.1f} % to"
            f" {100 * (start['mse'] / high - 1):+.1f} %."
        )
        frozen = decoders(results, MAIN, "classification", "classification", FROZEN)
        if frozen:
            least = min(row["mse"] for row in frozen)
            lowest = published.CLASSIFICATION_UNIVERSAL[0][0]
            shares = [lowest / minimum - 1 for minimum in (high, low)]
            lines.append(
                f"- Universal classification decoders on the frozen encoder of λc = {FROZEN:g}:"
                f" none below MSE {least:.4f}, {100 * (least / start['mse'] - 1):+.1f} % against"
                f" the end-to-end minimum (published: {100 * shares[0]:+.1f} to"
                f" {100 * shares[1]:+.1f} %)."
            )
    for head, figures in {
        "distortion": ["mse"], "classification": ["accuracy", "mse"], "perceptual": ["frechet"]
    }.items():
        mine = one(results, system="ours", rung=MAIN, head=head, strength=1.0)
        other = one(results, system="specialist", rung=MAIN, head=head)
        for figure in figures if mine and other else []:
            if figure == "accuracy":
                text = f"{100 * (mine[figure] - other[figure]):+.2f} points"
            else:
                text = f"{100 * (mine[figure] / other[figure] - 1):+.1f} %"
            lines.append(
                f"- Our {head} head against its specialist, {figure}: {mine[figure]:.4f}"
                f" against {other[figure]:.4f}, {text}."
            )
    blurred = one(results, system="ours", rung=MAIN, head="distortion", strength=1.0)
    sharp = one(results, system="ours", rung=MAIN, head="perceptual", strength=1.0)
    if blurred and sharp:
        lines.append(
            f"- Perceptual head at 4.75 bits: Fréchet {sharp['frechet'] / blurred['frechet']:.2f}"
            f" of the distortion head's, MSE {sharp['mse'] / blurred['mse']:.2f} times it,"
            f" accuracy {100 * sharp['accuracy']:.2f} %."
        )
    return lines + [
        line for rung in (MAIN, *OTHERS) for head in HEADS[1:]
        for line in beside_the_dial(results, head, rung)
    ]


def missing(results: Results) -> list[str]:
    """What the grid lists and the file does not hold."""
    left = Counter(
        "/".join(task.name.split("/")[:2]) for task in grid() if task.name not in results.rows
    )
    if not left:
        return ["All rows of the grid are there."]
    names = ", ".join(f"{count} of {name}" for name, count in sorted(left.items()))
    return [f"Rows of the grid that are not there yet: {left.total()} ({names})."]


def tables(results: Results) -> str:
    """All of it as Markdown."""
    floor = results.setup["floor"]
    lines = [
        *verdicts(results), "",
        f"Floor (one half of the originals against the other): sliced W2"
        f" {floor['slicedWasserstein2']:.4f}, Fréchet {floor['frechet']:.2f}; the originals are"
        f" read with accuracy {100 * floor['accuracy']:.2f} % and {floor['crossEntropy']:.4f}"
        " nats.", "",
    ]
    if found := spreads(results):
        lines += [
            "How pictures on the way to the perceptual head vary: variance as a share of the"
            " originals'; what of it noise makes within a cell and dither, and how far the mean"
            " over noise has moved from the distortion head, both as squares a pixel:", "",
            *found,
        ]
    lines += variant_text.tables(results)
    for rung in ("2x3", "3x3", "3x4", "4x4"):
        rows = rows_of(results, rung)
        if rows:
            lines += [f"#### R = {bits(rung):g} bits", "", *table(rows)]
    return "\n".join([*lines, *missing(results)])


def write_tables(results: Results, path: Path) -> None:
    """Puts the tables between the marks of a Markdown file."""
    text = path.read_text()
    if START not in text or END not in text:
        raise ResultsError(f"{path}: the marks '{START}' and '{END}' are not there")
    before, rest = text.split(START, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{START}\n\n{tables(results)}\n\n{END}{after}")
