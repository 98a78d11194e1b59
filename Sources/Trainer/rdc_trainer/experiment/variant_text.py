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
    """What lies between our heads and the specialists', one thing changed at a time."""
    specialists = {
        head: results.select(system="specialist", rung=MAIN, head=head)
        for head in ("distortion", "perceptual")
    }
    shipped = {
        head: results.select(system="ours", rung=MAIN, head=head, strength=1.0)
        for head in ("distortion", "perceptual")
    }

    def searched(heads: str, mu: float | None) -> list[dict]:
        return variants(results, "shipped", heads=heads, mu=mu)

    systems = [
        ("ours, as shipped", shipped["distortion"], shipped["perceptual"]),
        ("steps: 100 more of the perceptual head", shipped["distortion"], searched("tuned", None)),
        (
            "search: our networks, cells for squared error alone, 100 more steps",
            searched("shipped", 0.0), searched("tuned", 0.0),
        ),
        (
            "encoder: the specialist's networks and cells",
            specialists["distortion"], specialists["perceptual"],
        ),
    ]
    cells = [
        [
            name, f"{plain[0]['mse']:.4f}", f"{row['mse']:.4f}",
            f"{row['slicedWasserstein2']:.4f}", f"{100 * row['accuracy']:.2f} %",
            f"{row['frechet']:.1f}",
        ]
        for name, plain, rows in systems if plain for row in rows
    ]
    columns = [
        "", "distortion head's MSE", "perceptual head's MSE", "sliced W2", "accuracy", "Fréchet",
    ]
    return markdown(columns, cells)


def tables(results: Results) -> list[str]:
    """Both, where their rows are there."""
    lines = []
    if found := randomness(results):
        counts = ", ".join(map(str, DITHER_BITS))
        lines += [
            f"What common randomness buys at 4.75 bits: {counts} bits of dither a latent.", "",
            *found,
        ]
    if variants(results, "shipped", heads="tuned", mu=0.0):
        lines += ["Where the gap to the perceptual specialist comes from:", "", *gap(results)]
    return lines
