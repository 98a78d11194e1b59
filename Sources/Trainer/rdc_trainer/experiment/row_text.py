"""Rows of the results file as lines of a Markdown table."""

from __future__ import annotations

from .ours import weight_of

COLUMNS = ["system", "λ", "bits", "MSE", "PSNR", "accuracy", "CE", "sliced W2", "Fréchet"]


def describe(row: dict) -> list[str]:
    """A row's cells."""
    settings, system = row["settings"], row["settings"]["system"]
    if system == "ours":
        strength = settings["strength"]
        system = f"ours, {settings['head']}" + ("" if strength == 1 else f" at {strength:g}")
    elif system == "blend":
        system = f"plain blend, {settings['head']} at {settings['strength']:g}"
    elif system == "separate":
        system = f"ours, {settings['head']} head of its own ({weight_of(settings):g})"
    elif system == "variant":
        system = (
            f"{settings['codec']} codec, {settings['heads']} {settings['head']} head,"
            f" {settings['ditherBits']} bits of dither, μ {settings['mu']:g}"
        )
    elif system == "specialist":
        system = f"specialist, {settings['head']} (μ {settings['mu']:g})"
    elif system == "universal":
        frozen = settings["frozen"]
        system = f"universal on {frozen['goal']} {frozen['weight']:g}, {settings['goal']}"
    elif system == "end-to-end":
        system = f"end to end, {settings['goal']}"
    coded = f"{row['realBits']:.3f}" if "realBits" in row else f"{row['idealBits']:.3f} ideal"
    return [
        system, f"{settings['weight']:g}" if "weight" in settings else "–", coded,
        f"{row['mse']:.4f}", f"{row['psnr']:.2f}", f"{100 * row['accuracy']:.2f} %",
        f"{row['crossEntropy']:.3f}", f"{row['slicedWasserstein2']:.4f}", f"{row['frechet']:.1f}",
    ]


def markdown(columns: list[str], lines: list[list[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *lines]
    return ["| " + " | ".join(cells) + " |" for cells in lines] + [""]


def table(rows: list[dict]) -> list[str]:
    return markdown(COLUMNS, [describe(row) for row in rows])
