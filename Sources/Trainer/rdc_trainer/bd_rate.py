"""Bjøntegaard delta rate with piecewise cubic (PCHIP) interpolation.

As `rdc measure --against` has it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

Curve = Sequence[tuple[float, float]]
"""(bits per pixel, quality such as PSNR in dB) points."""

Range = tuple[float, float]
"""Bits per pixel, from and to."""

RATES: Range = (0.1, 1.5)
"""What curves are cut to where nothing else is said."""


def _sorted(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    points = sorted(curve)
    log_rate: list[float] = []
    quality: list[float] = []
    for rate, value in points:
        if not quality or value > quality[-1]:
            log_rate.append(float(np.log(rate)))
            quality.append(value)
    return np.asarray(log_rate), np.asarray(quality)


def common_qualities(anchor: Curve, test: Curve, rates: Range = RATES) -> tuple[float, float]:
    """The qualities that both curves pass within ``rates``."""
    ends = []
    for curve in (anchor, test):
        log_rate, quality = _sorted(curve)
        inside = np.clip(np.log(rates), log_rate[0], log_rate[-1])
        ends.append(PchipInterpolator(log_rate, quality)(inside))
    low, high = max(e[0] for e in ends), min(e[1] for e in ends)
    if high <= low:
        raise ValueError("the curves do not overlap")
    return float(low), float(high)


def bd_rate(anchor: Curve, test: Curve, rates: Range = RATES) -> float:
    """Percent of rate that ``test`` needs more (negative: less) than ``anchor``.

    The average of ln rate is over the curves' common qualities.
    """
    grid = np.linspace(*common_qualities(anchor, test, rates), 1000)
    mean = []
    for curve in (test, anchor):
        log_rate, quality = _sorted(curve)
        mean.append(PchipInterpolator(quality, log_rate)(grid).mean())
    return float(np.expm1(mean[0] - mean[1]) * 100)
