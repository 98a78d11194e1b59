"""What RESULTS.md says of the variants, from the results file."""

from __future__ import annotations

from .grid import DITHER_BITS, HEADS, MAIN
from .results import Results
from .row_text import markdown
from .selections import variants

COLUMNS = [
    "bits of dither", "networks", "head", "bits", "MSE", "accuracy", "labels in the bits",
    "sliced W2", "variance by noise",
]


def randomness(results: Results) -> list[str]:
    """One line for each resolution of the dither and head."""
    lines = []
    for how, named in (("shipped", "as shipped"), ("tuned", "tuned to it")):
        for row in sorted(
            variants(results, how),
            key=lambda row: (row["settings"]["ditherBits"], HEADS.index(row["settings"]["head"])),
        ):
            settings = row["settings"]
            lines.append(
                [
                    str(settings["ditherBits"]), named, settings["head"],
                    f"{row['realBits']:.3f}", f"{row['mse']:.4f}",
                    f"{100 * row['accuracy']:.2f} %", f"{100 * row['labelAccuracy']:.2f} %",
                    f"{row['slicedWasserstein2']:.4f}",
                    f"{row['drawn']:.4f}" if "drawn" in row else "–",
                ]
            )
    return markdown(COLUMNS, lines) if lines else []


def gap(results: Results) -> list[str]:
    """Perceptual heads of equally short trainings, one thing changed at a time."""
    names = {
        None: "shipped codec and cells, 100 steps more (steps)",
        0.0: "shipped codec, search for squared error alone, 100 steps more (search)",
    }
    shipped = results.select(system="ours", rung=MAIN, head="perceptual", strength=1.0)
    special = results.select(system="specialist", rung=MAIN, head="perceptual")
    lines = [("ours, as shipped", row) for row in shipped]
    for mu, name in names.items():
        lines += [(name, row) for row in variants(results, "shipped", heads="tuned", mu=mu)]
    lines += [("the specialist: a codec for squared error alone (encoder)", row) for row in special]
    cells = [
        [
            name, f"{row['mse']:.4f}", f"{row['slicedWasserstein2']:.4f}",
            f"{100 * row['accuracy']:.2f} %", f"{row['frechet']:.1f}",
        ]
        for name, row in lines
    ]
    return markdown(["perceptual head", "MSE", "sliced W2", "accuracy", "Fréchet"], cells)


def tables(results: Results) -> list[str]:
    """Both, where their rows are there."""
    lines = []
    if found := randomness(results):
        counts = ", ".join(map(str, DITHER_BITS))
        lines += [
            f"What common randomness buys at 4.75 bits: {counts} bits of dither a latent.", "",
            *found,
        ]
    if variants(results, "shipped", heads="tuned"):
        lines += ["Where the gap to the perceptual specialist comes from:", "", *gap(results)]
    return lines
