"""Rate–quality curves of all codecs, from the results file."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.ticker import NullLocator

from ..results_file import ResultsError
from .figure_list import QUALITIES, Figure
from .labels import label, set_title
from .results import Results

OURS = {"color": "#d55e00", "marker": "o", "zorder": 3}
STYLES = {
    "rdc distortion": {**OURS, "linewidth": 2.6, "zorder": 4},
    "rdc perceptual": {**OURS, "markerfacecolor": "white", "linestyle": "--"},
    "rdc classification": {**OURS, "markerfacecolor": "white", "linestyle": ":"},
    "avif-psnr": {"color": "#0072b2", "marker": "s"},
    "avif-iq": {"color": "#0072b2", "marker": "s", "markerfacecolor": "white", "linestyle": "--"},
    "jxl": {"color": "#009e73", "marker": "D"},
    "webp": {"color": "#aa4499", "marker": "^"},
    "jpeg": {"color": "#777777", "marker": "v"},
}
"""Okabe and Ito's colours, told apart by marks as well."""

SHOWN = (0.05, 2.0)
"""Bits a pixel of the frame."""


def frame(axes, title: str) -> None:
    """Rates on a logarithmic axis: equal distances are equal savings."""
    axes.set(title=title, xlabel="bits a pixel, real files (log scale)", xscale="log")
    ticks = [0.06, 0.1, 0.2, 0.3, 0.5, 1, 1.5]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(*SHOWN)
    axes.grid(color="#e3e3e3")
    axes.set_axisbelow(True)


def common_pictures(results: Results, name: str) -> set[str]:
    """The pictures that every curve of a set has; curves that have none yet do not count."""
    found = [results.pictures(name, curve) for curve in results.curves(name)]
    return set.intersection(*filter(None, found)) if any(found) else set()


def draw(results: Results, figure: Figure):
    """A panel for each set of photos, the same axes in all."""
    sets = {
        name: common_pictures(results, name)
        for name, stored in results.sets.items()
        if stored["kind"] == "photos"
    }
    sets = {name: common for name, common in sets.items() if common}
    if not sets:
        raise ResultsError(f"{results.path}: no picture that has been measured with all codecs yet")
    drawing, panels = plt.subplots(
        1, len(sets), figsize=(5.6 * len(sets), 4.8), sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    heights: list[float] = []
    for axes, (name, common) in zip(panels[0], sets.items()):
        frame(axes, f"{set_title(name)}, {len(common)} pictures")
        for curve in [c for c in STYLES if results.pictures(name, c)]:
            points = results.points(name, curve, common).values()
            drawn = [(row["bpp"], figure.quality(row)) for row in points]
            heights += [y for x, y in drawn if SHOWN[0] <= x <= SHOWN[1]]
            axes.plot(*zip(*drawn), label=label(curve), markersize=5, **STYLES[curve])
    # What lies outside the frame's rates shall not stretch it.
    margin = 0.04 * (max(heights) - min(heights))
    axes.set_ylim(min(heights) - margin, max(heights) + margin)
    panels[0][0].set_ylabel(figure.axis)
    panels[0][0].legend(fontsize=9, loc="upper left")
    return drawing


def draw_all(results: Results, folder: Path) -> list[Path]:
    """Writes every figure as SVG and PNG; equal results give equal files."""
    plt.rcParams.update({"svg.hashsalt": "rdc", "svg.fonttype": "none", "font.size": 10})
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for figure in QUALITIES:
        drawing = draw(results, figure)
        for suffix in ("svg", "png"):
            path = folder / f"photo-{figure.name}.{suffix}"
            metadata = {"Date": None} if suffix == "svg" else {"Software": None}
            drawing.savefig(path, dpi=130, metadata=metadata)
            paths.append(path)
        plt.close(drawing)
    return paths
