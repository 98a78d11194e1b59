"""BD-rates of rdc against every other codec, from the results."""

from __future__ import annotations

from ..photo.bdrate import RATES, bd_rate, common_qualities
from .metrics import FIGURES
from .results import Results

METHOD = (
    "percent of rate that `test` needs more than `against` at equal quality; PCHIP of ln rate"
    " over the mean curves, MS-SSIM in dB; over the qualities that both curves have within"
    f" {RATES[0]} to {RATES[1]} bits a pixel"
)


def compare(results: Results, set_name: str) -> list[dict]:
    """All heads, codecs and figures of a set; curves that do not overlap are left out."""
    found = []
    codecs = results.sets[set_name]["codecs"]
    for test in (name for name in codecs if name.startswith("rdc")):
        for against in (name for name in codecs if not name.startswith("rdc")):
            for figure in FIGURES:
                curves = [results.curve(set_name, name, figure) for name in (against, test)]
                if min(map(len, curves)) < 2:
                    continue
                try:
                    qualities = common_qualities(*curves)
                except ValueError:
                    continue
                found.append({
                    "test": test, "against": against, "figure": figure,
                    "percent": round(bd_rate(*curves), 2),
                    "qualities": [round(quality, 3) for quality in qualities],
                })  # fmt: skip
    return found


def compare_all(results: Results) -> None:
    """Puts every set's comparisons into the results."""
    results.content["bdRate"] = METHOD
    for name, stored in results.sets.items():
        stored["bdRates"] = compare(results, name)
    results.write()
