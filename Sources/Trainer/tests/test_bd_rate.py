"""Bjøntegaard delta rates: known shifts of a curve, ranges, curves that do not meet."""

from __future__ import annotations

import pytest
from rdc_trainer.bd_rate import bd_rate, common_qualities
from rdc_trainer.photo_benchmark.comparisons import at_rate, bd_rate_of
from rdc_trainer.photo_benchmark.figure_list import FLAT, QUALITIES

CURVE = [(0.05, 24.0), (0.1, 26.5), (0.2, 29.0), (0.5, 32.5), (1.0, 36.0), (2.0, 40.0)]
PSNR, LPIPS = QUALITIES[0], QUALITIES[3]


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.0, 1.25])
@pytest.mark.parametrize("rates", [(0.06, 1.5), (0.06, 0.3)])
def test_a_constant_factor_of_rate_is_found(factor: float, rates: tuple[float, float]) -> None:
    test = [(rate * factor, quality) for rate, quality in CURVE]
    assert bd_rate(CURVE, test, rates) == pytest.approx(100 * (factor - 1), abs=0.05)


def test_turned_round_it_is_the_inverse() -> None:
    other = [(rate * 1.1, quality + 0.3) for rate, quality in CURVE]
    there, back = bd_rate(CURVE, other), bd_rate(other, CURVE)
    assert (1 + there / 100) * (1 + back / 100) == pytest.approx(1, abs=1e-6)


def test_qualities_are_those_within_the_rates() -> None:
    assert common_qualities(CURVE, CURVE, (0.1, 1.0)) == pytest.approx((26.5, 36.0))
    assert common_qualities(CURVE, CURVE, (0.01, 9.0)) == pytest.approx((24.0, 40.0))


def test_curves_that_do_not_meet_have_none() -> None:
    better = [(rate, quality + 40) for rate, quality in CURVE]
    with pytest.raises(ValueError, match="do not overlap"):
        bd_rate(CURVE, better)
    rows = [[{"bpp": r, "psnr": q} for r, q in curve] for curve in (CURVE, better)]
    assert bd_rate_of(*rows, PSNR, (0.06, 1.5)) is None


def test_distances_are_compared_in_decibels() -> None:
    anchor = [{"bpp": rate, "lpips": 0.2 / rate} for rate, _ in CURVE]
    test = [{"bpp": rate, "lpips": 0.1 / rate} for rate, _ in CURVE]
    found = bd_rate_of(anchor, test, LPIPS, (0.01, 9))
    assert found is not None and found.percent == pytest.approx(-50, abs=0.01)


def test_values_are_read_between_points_and_not_beyond() -> None:
    points = [{"bpp": rate, "flatSquare": 4.0} for rate, _ in CURVE]
    assert at_rate(points, FLAT[0], 0.15) == pytest.approx(2.0)
    assert at_rate(points, FLAT[0], 0.04) is None
    assert at_rate(points, FLAT[0], 2.5) is None
