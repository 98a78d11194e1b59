"""What RESULTS.md says of the dial, from the results file."""

from __future__ import annotations

import numpy as np

from ..digits.settings import BETWEEN
from .grid import MAIN, bits
from .ours import weight_of
from .results import Results
from .row_text import describe, markdown
from .selections import blend, dial, separate


def beside_the_dial(results: Results, head: str, rung: str = MAIN) -> list[str]:
    """How far the dial and the plain blend lie from heads of their own."""
    figure, named = {
        "perceptual": ("slicedWasserstein2", "sliced W2"),
        "classification": ("crossEntropy", "cross-entropy"),
    }[head]
    least = min((row["mse"] for row in dial(results, head, rung)), default=0)

    def at(rows: list[dict], row: dict) -> float:
        """A curve's figure at a row's MSE, between its two nearest points.

        On a blend it is the root of the added MSE that rises evenly.
        """
        points = sorted((max(r["mse"] - least, 0) ** 0.5, r[figure]) for r in rows)
        return float(np.interp(max(row["mse"] - least, 0) ** 0.5, *zip(*points)))

    lines, at_rate = [], f"At {bits(rung):g} bits"
    for shipped in (True, False):
        for row in sorted(separate(results, head, shipped, rung), key=lambda row: row["mse"]):
            curves = {"the plain blend": blend(results, head, rung)}
            if not shipped and head in BETWEEN[rung]:
                curves = {"the dial": dial(results, head, rung), **curves}
            there = [
                f"{name} has {at(rows, row):.4f} there"
                f" ({100 * (at(rows, row) / row[figure] - 1):+.1f} %)"
                for name, rows in curves.items()
            ]
            lines.append(
                f"- {at_rate}, a {head} head of its own at MSE {row['mse']:.4f}"
                f" ({weight_of(row['settings']):g}{', a knot of the dial' if shipped else ''})"
                f" has {named} {row[figure]:.4f}; {', '.join(there)}."
            )
    return lines


def spreads(results: Results) -> list[str]:
    """How perceptual pictures at the main rate vary, where it was measured."""
    rows = [*dial(results, "perceptual"), *separate(results, "perceptual", shipped=False)]
    rows += results.select(system="blend", rung=MAIN, head="perceptual")
    rows = sorted((row for row in rows if "variance" in row), key=lambda row: row["mse"])
    lines = [
        [
            describe(row)[0], f"{row['mse']:.4f}", f"{100 * row['variance']:.1f} %",
            f"{row['drawn']:.4f}", f"{row['moved']:.4f}", f"{row['slicedWasserstein2']:.4f}",
        ]
        for row in rows
    ]
    return markdown(["system", "MSE", "variance", "by noise", "mean moved", "sliced W2"], lines)
