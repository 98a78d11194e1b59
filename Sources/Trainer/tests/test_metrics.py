"""Figures of pictures: identities, cases computed by hand, and the packages they stand for."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from rdc_trainer.photo_benchmark import lite1
from rdc_trainer.photo_benchmark.deep_features import (
    Layer,
    Layers,
    dists_term,
    distances,
    lpips_term,
    products,
)
from rdc_trainer.photo_benchmark.flat_places import FlatPlaces
from rdc_trainer.photo_benchmark.metrics import Original
from rdc_trainer.photo_benchmark.picture_sets import ClassJudge
from rdc_trainer.photo_benchmark.ssimulacra import SSIMULACRA2
from ssimulacra2 import ssimulacra2 as package


def reference_ssimulacra2(a: np.ndarray, b: np.ndarray) -> float:
    """The package's own functions in the order of its ``compute_ssimulacra2``."""
    total = package.Msssim()
    first, second = package.srgb_to_linear(a), package.srgb_to_linear(b)
    for _ in range(package.kNumScales):
        if min(first.shape[:2]) < 8:
            break
        x, y = (
            package.make_positive_xyb(package.linear_rgb_to_xyb(linear))
            for linear in (first, second)
        )
        x_mean, y_mean = package.blur_image(x), package.blur_image(y)
        blurred = [package.blur_image(product) for product in (x * x, y * y, x * y)]
        scale = package.MsssimScale()
        scale.avg_ssim = package.ssim_map(x_mean, y_mean, *blurred)
        scale.avg_edgediff = package.edge_diff_map(x, x_mean, y, y_mean)
        total.scales.append(scale)
        first, second = (package.downsample(linear, 2, 2) for linear in (first, second))
    return float(total.score())


def test_an_original_is_without_error(picture: np.ndarray) -> None:
    row = Original(picture).row(picture)
    assert row["psnr"] == 120 and row["msssim"] == 1
    assert row["ssimulacra2"] == pytest.approx(100, abs=0.05)
    assert row["lpips"] == pytest.approx(0, abs=1e-4)
    assert row["dists"] == pytest.approx(0, abs=1e-6)
    assert row["flatSquare"] == 0


def test_psnr_of_one_level_everywhere(picture: np.ndarray) -> None:
    original = Original(picture)
    lighter = np.where(picture < 255, picture + 1, picture - 1).astype(np.uint8)
    assert original.psnr(lighter) == pytest.approx(20 * math.log10(255))


def test_ssimulacra2_is_the_packages(picture: np.ndarray, coarse: np.ndarray) -> None:
    found = SSIMULACRA2(picture).score(coarse)
    assert found == pytest.approx(reference_ssimulacra2(picture, coarse), abs=0.02)
    assert found < 90


def test_every_figure_is_worse_for_a_coarser_picture(
    picture: np.ndarray, coarse: np.ndarray
) -> None:
    original = Original(picture)
    slight = original.row((picture // 4 * 4 + 2).astype(np.uint8))
    strong = original.row(coarse)
    for name in ("psnr", "msssim", "ssimulacra2"):
        assert slight[name] > strong[name]
    for name in ("lpips", "dists", "flatSquare"):
        assert slight[name] < strong[name]


def test_products_are_those_of_whole_layers() -> None:
    torch.manual_seed(1)
    a, b = torch.rand(5000, 70), torch.rand(5000, 70)
    inner, mean = products(a, b)
    torch.testing.assert_close(inner, (a * b).sum(1))
    torch.testing.assert_close(mean, (a.double() * b.double()).mean(0), rtol=1e-5, atol=0)


def test_lpips_form_by_hand() -> None:
    # Equal directions, orthogonal ones, nothing beside something, nothing at all.
    a = Layer(torch.tensor([[2.0, 0], [1, 0], [0, 0], [0, 0]]))
    b = Layer(torch.tensor([[5.0, 0], [0, 3], [1, 1], [0, 0]]))
    inner, _ = products(a.features, b.features)
    assert lpips_term(a, b, inner) == pytest.approx((0 + 2 + 1 + 0) / 4)


def test_dists_form_by_hand() -> None:
    # Means 2 and 4, variances 1 and 4, covariance −2: l = 16/20, s = −4/5.
    a, b = Layer(torch.tensor([[1.0], [3.0]])), Layer(torch.tensor([[6.0], [2.0]]))
    _, cross = products(a.features, b.features)
    assert dists_term(a, b, cross) == pytest.approx((0.8 - 0.8) / 2, abs=1e-5)
    _, own = products(a.features, a.features)
    assert dists_term(a, a, own) == pytest.approx(1)


def test_deep_distances_are_symmetric(picture: np.ndarray, coarse: np.ndarray) -> None:
    a, b = Layers(picture), Layers(coarse)
    assert distances(a, b) == pytest.approx(distances(b, a))
    assert [layer.features.shape[1] for layer in a.all] == [3, 96, 144, 240, 672, 1280]


def test_features_are_the_networks(picture: np.ndarray) -> None:
    last = lite1.features(picture)[-1]
    pooled = lite1.network()._fc(last.mean(0)[None])
    torch.testing.assert_close(pooled, lite1.network()(lite1.prepared(picture)))


def flat_picture() -> np.ndarray:
    """32×48 of gray 100; the right third is striped, so 4 of 6 blocks are flat."""
    pixels = np.full((32, 48, 3), 100, np.uint8)
    pixels[:, 32::2] = 180
    return pixels


def test_flat_places_are_those_of_little_deviation() -> None:
    flat = FlatPlaces(flat_picture())
    assert flat.mask.tolist() == [[True, True, False]] * 2
    assert flat.count == 4 and flat.error(flat_picture()) == 0


def test_flat_error_is_of_means_in_flat_places_alone() -> None:
    original, decoded = flat_picture(), flat_picture()
    decoded[:8, :8] += 4  # one of the 16 cells, by 4 levels
    decoded[16:24, 16:24:2] += 1  # fine texture that the mean hardly sees
    decoded[:, 32:] += 9  # not flat
    expected = (4**2 + 0.5**2) / 16
    assert FlatPlaces(original).error(decoded) == pytest.approx(expected)


def test_a_lattice_shows_in_steps_across_borders() -> None:
    flat = FlatPlaces(flat_picture())
    board = flat_picture()
    y, x = np.mgrid[:32, :48]
    board[(y // 8 + x // 8) % 2 == 1] += 6
    border, inside = flat.steps(board)
    assert (border, inside) == pytest.approx((6, 0))
    ramp = flat_picture() + x[..., None].astype(np.uint8)
    border, inside = flat.steps(ramp)
    assert border == pytest.approx(inside)


def test_a_picture_without_flat_places_counts_nothing(picture: np.ndarray) -> None:
    noise = np.random.default_rng(2).integers(0, 255, (32, 32, 3)).astype(np.uint8)
    flat = FlatPlaces(noise)
    assert flat.count == 0 and flat.error(noise) == 0 and flat.steps(noise) == (0, 0)


def test_the_classifier_reads_the_middle(picture: np.ndarray) -> None:
    assert lite1.cropped(picture).shape == (240, 240, 3)
    changed = picture.copy()
    changed[:, :8] = 0  # (190 − 158) / 2 = 16 columns are cut off at each side
    assert (lite1.cropped(changed) == lite1.cropped(picture)).all()


def test_a_class_is_right_or_not(picture: np.ndarray) -> None:
    logs = lite1.class_probabilities(picture)
    assert float(logs.exp().sum()) == pytest.approx(1, abs=1e-4)
    best = int(logs.argmax())
    row = ClassJudge(picture, best).row(picture)
    assert row["top1"] == 1 and row["nats"] == pytest.approx(-float(logs.max()), abs=1e-4)
    assert ClassJudge(picture, (best + 1) % 1000).about["top1"] == 0
