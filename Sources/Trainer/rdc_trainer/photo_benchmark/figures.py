"""Rate–quality curves of all codecs, from the results file."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.ticker import NullLocator

from ..results_file import ResultsError
from .codecs import LABELS
from .results import Results

STYLES = {
    "rdc": {"color": "#d55e00", "marker": "o", "linewidth": 2.6, "zorder": 4},
    "rdc perceptual": {
        "color": "#d55e00", "marker": "o", "markerfacecolor": "white", "linestyle": "--",
        "zorder": 3,
    },
    "avif": {"color": "#0072b2", "marker": "s"},
    "jxl": {"color": "#009e73", "marker": "D"},
    "webp": {"color": "#aa4499", "marker": "^"},
    "jpeg": {"color": "#777777", "marker": "v"},
}  # fmt: skip
"""Okabe and Ito's colours, told apart by marks as well."""

AXES = {
    "psnr": ("PSNR (RGB), dB", "PSNR"),
    "msssim": ("MS-SSIM, dB: −10·log10(1 − x)", "MS-SSIM"),
    "ssimulacra2": ("SSIMULACRA2", "SSIMULACRA2"),
}
"""Each figure's axis, and its name in titles and tables."""

SET_NAMES = {"kodak": "Kodak", "cid22": "CID22 validation"}

SHOWN = (0.08, 2.0)
"""Bits a pixel of the frame."""


def set_title(results: Results, name: str) -> str:
    """The set's name and number of pictures."""
    return f"{SET_NAMES.get(name, name)}, {len(results.sets[name]['pictures'])} pictures"


def frame(axes, title: str) -> None:
    """Rates on a logarithmic axis: equal distances are equal savings."""
    axes.set(title=title, xlabel="bits a pixel, real files (log scale)", xscale="log")
    ticks = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlim(*SHOWN)
    axes.grid(color="#e3e3e3")
    axes.set_axisbelow(True)


def draw(results: Results, figure_name: str):
    """A panel for each set, the same axes in all."""
    sets = list(results.sets)
    figure, panels = plt.subplots(
        1, len(sets), figsize=(5.6 * len(sets), 4.8), sharey=True, squeeze=False,
        layout="constrained",
    )  # fmt: skip
    heights: list[float] = []
    for axes, name in zip(panels[0], sets):
        frame(axes, set_title(results, name))
        for codec, label in LABELS.items():
            curve = results.curve(name, codec, figure_name)
            if curve:
                heights += [y for x, y in curve if SHOWN[0] <= x <= SHOWN[1]]
                axes.plot(*zip(*curve), label=label, markersize=5, **STYLES[codec])
    if not heights:
        raise ResultsError(f"{results.path}: no setting that all pictures of a set have yet")
    # What lies outside the frame's rates shall not stretch it.
    margin = 0.04 * (max(heights) - min(heights))
    axes.set_ylim(min(heights) - margin, max(heights) + margin)
    panels[0][0].set_ylabel(AXES[figure_name][0])
    panels[0][0].legend(fontsize=9, loc="upper left")
    return figure


def draw_all(results: Results, folder: Path) -> list[Path]:
    """Writes every figure as SVG and PNG; equal results give equal files."""
    plt.rcParams.update({"svg.hashsalt": "rdc", "svg.fonttype": "none", "font.size": 10})
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in AXES:
        figure = draw(results, name)
        for suffix in ("svg", "png"):
            path = folder / f"photo-{name}.{suffix}"
            metadata = {"Date": None} if suffix == "svg" else {"Software": None}
            figure.savefig(path, dpi=130, metadata=metadata)
            paths.append(path)
        plt.close(figure)
    return paths
