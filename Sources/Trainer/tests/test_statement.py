"""Statements, the picture that a classifier reads, and lite0 as a graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from rdc_trainer.field.classifier import WEIGHTS, description, write_classifier
from rdc_trainer.field.lite0 import SIDE, Lite0, labels
from rdc_trainer.field.middle_square import reduced
from rdc_trainer.field.pack_reader import Pack
from rdc_trainer.field.statement import Statement
from rdc_trainer.pack import PackBuilder


def drawn(seed: int, spread: float) -> np.ndarray:
    """Probabilities of 1,000 classes."""
    return np.random.default_rng(seed).dirichlet(np.full(1000, spread))


@pytest.mark.parametrize("spread", [1e-4, 1e-3, 1e-2])
@pytest.mark.parametrize("seed", range(20))
def test_a_statement_survives_its_bytes_and_is_a_distribution(seed: int, spread: float) -> None:
    probabilities = drawn(seed, spread)
    statement = Statement.of(probabilities)
    assert statement is not None
    data = statement.encoded()
    assert len(data) == (2 if len(statement.classes) == 1 else 5)
    assert Statement.decoded(data, 1000) == statement
    assert statement.classes[0] == probabilities.argmax()
    assert 0 < sum(statement.probabilities) <= 1
    assert all(float(np.float32(p)) == p for p in statement.probabilities)


def test_nothing_is_stated_where_nothing_is_seen() -> None:
    assert Statement.of(np.full(1000, 0.001)) is None


def test_golden_bytes() -> None:
    one = np.zeros(1000)
    one[[7, 3]] = 0.99, 0.01
    assert Statement.of(one).encoded().hex() == "01ff"
    three = np.zeros(1000)
    three[[842, 775, 890]] = 0.41, 0.08, 0.05
    assert Statement.of(three) == Statement(
        (842, 775, 890), (0.40625, 0.076171875, 0.0523681640625)
    )
    assert Statement.of(three).encoded().hex() == "d2b07de98d"


@pytest.mark.parametrize(
    "data", ["", "00", "000000", "00000000", "000000000000", "ffff", "0000000000", "d2b07fe98d"]
)
def test_impossible_statements_are_refused(data: str) -> None:
    with pytest.raises(ValueError):
        Statement.decoded(bytes.fromhex(data), 1000)


def test_a_direction_is_the_weighted_sum_of_weight_vectors() -> None:
    weights = np.random.default_rng(1).normal(size=(1000, 16)).astype(np.float16)
    weights = weights.astype(np.float32)
    found = Statement((5, 900, 17), (0.5, 0.25, 0.125)).direction(weights)
    expected = 0.5 * weights[5] + 0.25 * weights[900] + 0.125 * weights[17]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (17, 31), (224, 256), (300, 500)])
def test_a_flat_picture_stays_flat(size: tuple[int, int]) -> None:
    assert (reduced(np.full((*size, 3), 200, dtype=np.uint8), SIDE) == 200).all()


def test_a_square_of_the_wanted_size_stays_as_it_is() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (256, 300, 3), dtype=np.uint8)
    np.testing.assert_array_equal(reduced(picture, SIDE), picture[16:240, 38:262])


def test_reduction_agrees_with_pillows_triangle() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (400, 400, 3), dtype=np.uint8)
    middle = Image.fromarray(picture[25:375, 25:375])
    other = np.asarray(middle.resize((SIDE, SIDE), Image.Resampling.BILINEAR)).astype(float)
    assert np.abs(reduced(picture, SIDE) - other).max() < 1


def test_the_pack_reads_what_the_network_reads(tmp_path: Path) -> None:
    network = Lite0().eval()
    pack = PackBuilder("photo")
    write_classifier(pack, network)
    pack.write(tmp_path / "pack", {"photo": description(labels())})
    read = Pack(tmp_path / "pack")
    picture = np.random.default_rng(4).integers(0, 256, (SIDE, SIDE, 3)).astype(np.float32)
    x = torch.from_numpy(picture)[None]
    with torch.inference_mode():
        found, expected = read.run("classifier", {"picture": x}), network(x.permute(0, 3, 1, 2))
    torch.testing.assert_close(found, expected, rtol=0, atol=1e-4)
    assert read.tensors[WEIGHTS].shape == (1280, 1000)


def test_labels_are_a_thousand_different_names() -> None:
    names = labels()
    assert len(names) == len(set(names)) == 1000
    assert (names[0], names[1], names[999]) == ("tench", "goldfish", "toilet tissue")
