"""BD-rates of rdc's heads against every other codec, and figures at equal rates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from ..bd_rate import Curve, Range, bd_rate, common_qualities
from .figure_list import Figure, Row
from .results import Results

RANGES: tuple[Range, ...] = ((0.06, 1.5), (0.06, 0.3))
"""Bits a pixel that BD-rates are taken over; the second is where the heads matter."""

AT_RATES = (0.1, 0.15, 0.3)
CLASS_RATES = (0.1, 0.2)
"""Bits a pixel at which other figures are compared."""


@dataclass(frozen=True)
class Place:
    """A curve of a set in one of the results files."""

    results: Results
    set_name: str
    curve: str

    @property
    def pictures(self) -> set[str]:
        """Those that it has at all settings."""
        return self.results.pictures(self.set_name, self.curve)

    def points(self, only: Iterable[str]) -> list[Row]:
        """Means over these pictures, by rising rate."""
        return list(self.results.points(self.set_name, self.curve, only).values())


@dataclass(frozen=True)
class BDRate:
    """Percent of rate that one needs more than the other at equal quality."""

    percent: float
    qualities: tuple[float, float]


def bd_rate_of(
    anchor: list[Row], test: list[Row], figure: Figure, rates: Range
) -> BDRate | None:
    """PCHIP of ln rate over mean curves, over the qualities that both have within the rates.

    None where the curves do not overlap.
    """
    curves: list[Curve] = [
        [(row["bpp"], figure.quality(row)) for row in rows] for rows in (anchor, test)
    ]
    try:
        qualities = common_qualities(*curves, rates)
    except ValueError:
        return None
    return BDRate(bd_rate(*curves, rates), qualities)


def at_rate(points: list[Row], figure: Figure, rate: float) -> float | None:
    """A figure between the points, PCHIP over ln rate; None outside of them."""
    # Two settings may be one quantizer.
    values = {row["bpp"]: figure.value(row) for row in points}
    rates = list(values)
    if len(rates) < 2 or not rates[0] <= rate <= rates[-1]:
        return None
    return float(PchipInterpolator(np.log(rates), list(values.values()))(np.log(rate)))
