"""Bjøntegaard delta rate with piecewise cubic (PCHIP) interpolation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

Curve = Sequence[tuple[float, float]]
"""(bits per pixel, PSNR in dB) points."""


def _sorted(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    points = sorted(curve)
    log_rate: list[float] = []
    quality: list[float] = []
    for rate, value in points:
        if not quality or value > quality[-1]:
            log_rate.append(float(np.log(rate)))
            quality.append(value)
    return np.asarray(log_rate), np.asarray(quality)


def bd_rate(
    anchor: Curve, test: Curve, lowest: float = 0.1, highest: float = 1.5
) -> float:
    """Percent of rate that ``test`` needs more (negative: less) than ``anchor``.

    The average is over the PSNR interval that both curves cover and that the
    anchor passes between ``lowest`` and ``highest`` bits per pixel.
    """
    anchor_rate, anchor_quality = _sorted(anchor)
    test_rate, test_quality = _sorted(test)
    forward = PchipInterpolator(anchor_rate, anchor_quality)
    low = float(forward(max(np.log(lowest), anchor_rate[0])))
    high = float(forward(min(np.log(highest), anchor_rate[-1])))
    low, high = max(low, test_quality[0]), min(high, test_quality[-1])
    if high <= low:
        raise ValueError("the curves do not overlap")
    grid = np.linspace(low, high, 1000)
    gap = PchipInterpolator(test_quality, test_rate)(grid) - PchipInterpolator(
        anchor_quality, anchor_rate
    )(grid)
    return float(np.expm1(gap.mean()) * 100)
