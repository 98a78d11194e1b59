"""The paper's figures with our points in the same frames, from the results file.

4a: distortion and perception at 4.75 bits; 4b: distortion and classification;
5 and 6: the same at all four rates. `randomness` has no counterpart in the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from . import published
from .grid import DITHER_BITS, FROZEN, HEADS, MAIN, bits
from .results import Results
from .selections import blend, decoders, dial, frontier, separate, variants

BLUE, ORANGE, GREEN, PINK, GRAY = "#0072b2", "#d55e00", "#009e73", "#aa4499", "#777777"
RUNG_COLORS = {"2x3": ORANGE, "3x3": BLUE, "3x4": GREEN, "4x4": PINK}
MARKS = {"distortion": "s", "perceptual": "^", "classification": "D"}

Value = Callable[[dict], float]


def key(name: str) -> Value:
    """A figure of a row; the originals' floor of Fréchet distances is small."""
    return lambda row: row[name]


LOOK, MEANING = key("slicedWasserstein2"), key("crossEntropy")


def line(axes, rows: list[dict], value: Value, label: str, **style) -> None:
    """Rows as a line through their points, by rising MSE."""
    points = sorted((row["mse"], value(row)) for row in rows)
    if points:
        axes.plot(*zip(*points), label=label, **style)


def our_heads(
    axes, results: Results, rung: str, value: Value, color: str, named: bool, heads: list[str]
) -> None:
    """Heads of the searched encoder, all on the same bits."""
    for head in heads:
        for row in results.select(system="ours", rung=rung, head=head, strength=1.0):
            axes.plot(
                row["mse"], value(row), MARKS[head], color=color, markersize=9,
                markeredgecolor="black", label=f"ours, {head} head" if named else None,
            )


def heads_of(goal: str) -> list[str]:
    """The heads that a goal's figure shows.

    The perceptual head lies far to the right of all that is about
    classification.
    """
    return HEADS if goal == "perception" else ["distortion", "classification"]


def frame(title: str, value_name: str):
    figure, axes = plt.subplots(figsize=(8.2, 5.8), layout="constrained")
    axes.set(title=title, xlabel="MSE a pixel", ylabel=value_name)
    axes.grid(color="#e3e3e3")
    axes.set_axisbelow(True)
    return figure, axes


def main_rate(axes, results: Results, value: Value, goal: str, aim: str) -> None:
    """What 4a and 4b share: reproduced curves, specialists, k-means, ours."""
    heads = heads_of(goal)
    line(
        axes, frontier(results, MAIN, goal), value, "end to end, reproduced",
        color=BLUE, marker="o",
    )
    line(
        axes, decoders(results, MAIN, goal, goal, FROZEN), value,
        f"universal, reproduced (encoder of λ = {FROZEN:g})", color=ORANGE, marker="o",
    )
    line(
        axes, decoders(results, MAIN, goal, "distortion", 0.0), value,
        "universal, reproduced (encoder of λ = 0)", color=ORANGE, marker="o", ls=":",
        markerfacecolor="white",
    )
    for row in results.select(system="k-means", rung=MAIN):
        axes.plot(row["mse"], value(row), "X", color="black", ms=9, label="k-means, 27 codewords")
        axes.axvline(row["mse"], color="black", lw=0.8, ls="-.")
    line(axes, blend(results, aim), value, "ours, plain blend of the ends", color=GREEN, ls=":")
    line(axes, dial(results, aim), value, f"ours, dial to {aim}", color=GREEN, marker=".")
    for shipped, mark, name in (
        (True, "o", "ours, heads of the dial"), (False, "+", "ours, heads of their own"),
    ):
        line(
            axes, separate(results, aim, shipped), value, name, color=GREEN, marker=mark, ms=9,
            markerfacecolor="white", ls="none",
        )
    our_heads(axes, results, MAIN, value, GREEN, True, heads)
    for head in heads:
        for row in results.select(system="specialist", head=head):
            axes.plot(
                row["mse"], value(row), MARKS[head], color="white", markeredgecolor=GREEN,
                markeredgewidth=2, ms=9, label=f"specialist, {head}",
            )


def figure_4a(results: Results):
    """Distortion and perception at 4.75 bits; published points on an axis of their own."""
    figure, axes = frame("Distortion and perception at R = 4.75 bits", "sliced W2 to the originals")
    main_rate(axes, results, LOOK, "perception", "perceptual")
    axes.axhline(
        results.setup["floor"]["slicedWasserstein2"], color=GRAY, ls="--", lw=1,
        label="two halves of originals",
    )
    axes.set_ylim(bottom=0)
    other = axes.twinx()
    for points, color, name in (
        (published.PERCEPTION_END_TO_END, BLUE, "end to end"),
        (published.PERCEPTION_UNIVERSAL, ORANGE, "universal"),
    ):
        other.plot(
            *zip(*points), color=color, marker="x", ls="--", alpha=0.6,
            label=f"{name}, published (right axis)",
        )
    other.set_ylabel("published W1, by each model's own critic")
    # Both axes start at 0 and meet where λ = 0.
    start = results.select(system="end-to-end", rung=MAIN, goal="distortion")
    if start:
        ratio = published.PERCEPTION_END_TO_END[0][1] / LOOK(start[0])
        other.set_ylim(0, axes.get_ylim()[1] * ratio)
    handles = [*axes.get_legend_handles_labels()[0], *other.get_legend_handles_labels()[0]]
    axes.legend(handles=handles, fontsize=8)
    return figure


def figure_4b(results: Results):
    """Distortion and classification at 4.75 bits."""
    figure, axes = frame(
        "Distortion and classification at R = 4.75 bits", "cross-entropy (nats), log scale"
    )
    main_rate(axes, results, MEANING, "classification", "classification")
    for index, points in enumerate(published.CLASSIFICATION_END_TO_END):
        axes.plot(
            *zip(*points), color=BLUE, marker="x", ls="--", alpha=0.6,
            label=None if index else "end to end, published (their classifier)",
        )
    axes.plot(
        *zip(*published.CLASSIFICATION_UNIVERSAL), color=ORANGE, marker="x", ls="--", alpha=0.6,
        label="universal, published (their classifier)",
    )
    axes.axhline(
        results.setup["floor"]["crossEntropy"], color=GRAY, ls="--", lw=1, label="originals"
    )
    axes.set_yscale("log")
    figure.legend(loc="outside lower center", fontsize=8, ncols=3)
    return figure


def all_rates(results: Results, title: str, name: str, value: Value, goal: str):
    """Curves of one goal at every rate: end to end solid, universal dotted."""
    figure, axes = frame(title, name)
    for rung, color in RUNG_COLORS.items():
        label = f"R = {bits(rung):g}"
        line(axes, frontier(results, rung, goal), value, f"{label}, end to end", color=color,
             marker="o")
        line(axes, decoders(results, rung, goal, "distortion", 0.0), value,
             f"{label}, universal", color=color, marker="o", ls=":", markerfacecolor="white")
        for row in results.select(system="k-means", rung=rung):
            axes.plot(row["mse"], value(row), "X", color=color, ms=9, markeredgecolor="black")
        our_heads(axes, results, rung, value, color, False, heads_of(goal))
    marks = [(f"ours, {head} head", MARKS[head]) for head in heads_of(goal)]
    for label, mark in [("k-means", "X"), *marks]:
        axes.plot([], [], mark, color="white", markeredgecolor="black", label=label)
    figure.legend(loc="outside lower center", fontsize=8, ncols=4)
    return figure


def figure_5(results: Results):
    """Distortion and perception at all rates."""
    figure = all_rates(
        results, "Distortion and perception at four rates", "sliced W2 to the originals",
        LOOK, "perception",
    )
    figure.axes[0].set_ylim(bottom=0)
    return figure


def figure_6(results: Results):
    """Distortion and classification at all rates."""
    figure = all_rates(
        results, "Distortion and classification at four rates",
        "cross-entropy (nats), log scale", MEANING, "classification",
    )
    figure.axes[0].set_yscale("log")
    return figure


def figure_randomness(results: Results):
    """What bits of dither a latent buy each head."""
    figure, panels = plt.subplots(1, 3, figsize=(11, 3.8), layout="constrained")
    figures = {
        "MSE a pixel": key("mse"), "accuracy (%)": lambda row: 100 * row["accuracy"],
        "sliced W2 to the originals": LOOK,
    }
    for axes, (name, value) in zip(panels, figures.items()):
        for head, color in zip(HEADS, (BLUE, ORANGE, GREEN)):
            for how, style in (("tuned", "-"), ("shipped", ":")):
                points = sorted(
                    (row["settings"]["ditherBits"], value(row))
                    for row in variants(results, how) if row["settings"]["head"] == head
                )
                named = "tuned to it" if how == "tuned" else "as shipped"
                if len(points) > 1:
                    axes.plot(
                        *zip(*points), color=color, ls=style, marker=MARKS[head],
                        markerfacecolor="white" if how == "shipped" else color,
                        label=f"{head} head, {named}",
                    )
        axes.set(xlabel="bits of dither a latent", ylabel=name, xticks=DITHER_BITS)
        axes.grid(color="#e3e3e3")
    panels[0].set_ylim(bottom=0)
    panels[2].set_ylim(bottom=0)
    figure.suptitle("What common randomness buys at R = 4.75 bits")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


FIGURES = {"4a": figure_4a, "4b": figure_4b, "5": figure_5, "6": figure_6, "randomness": figure_randomness}


def draw_all(results: Results, folder: Path) -> list[Path]:
    """Writes every figure as SVG and PNG; equal results give equal files."""
    plt.rcParams.update({"svg.hashsalt": "rdc", "svg.fonttype": "none", "font.size": 10})
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, draw in FIGURES.items():
        figure = draw(results)
        for suffix in ("svg", "png"):
            path = folder / f"figure-{name}.{suffix}"
            metadata = {"Date": None} if suffix == "svg" else {"Software": None}
            figure.savefig(path, dpi=130, metadata=metadata)
            paths.append(path)
        plt.close(figure)
    return paths
