"""The rule of quality maps, and what eyes mind as losses."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from rdc_trainer.field import __main__ as whole
from rdc_trainer.field.quality_map import (
    LEAST,
    MOST,
    Rule,
    chosen,
    flatness,
    map_bits,
    map_tables,
    prediction,
    steps,
)
from rdc_trainer.field.visible import lattices, ssimulacra_loss
from rdc_trainer.photo_benchmark.ssimulacra import SSIMULACRA2


def striped(depth: int) -> np.ndarray:
    """One cell of stripes, one that is flat: 32 × 64 × 3."""
    sign = np.where(np.arange(64) % 2 == 0, depth, -depth) * (np.arange(64) < 32)
    return np.broadcast_to(100 + sign[None, :, None], (32, 64, 3)).astype(np.uint8)


@pytest.mark.parametrize("depth, octaves", [(7, 0), (15, -1), (31, -2), (63, -2), (1, 2)])
def test_flatness_counts_octaves_of_deviation(depth: int, octaves: float) -> None:
    assert flatness(striped(depth)[None])[0, 0].tolist() == pytest.approx([octaves, 3], abs=1e-4)


def test_a_map_costs_what_its_tables_say() -> None:
    tables = map_tables()
    assert (np.diff(tables.astype(np.int64), axis=1) > 0).all()
    assert (tables[:, -1] == 1 << 16).all()
    rng = np.random.default_rng(3)
    found = rng.integers(LEAST, MOST + 1, (5, 4))
    seen: list[int] = []
    bits = 0.0
    for step in found.ravel().tolist():
        predicted, context = prediction(seen, 4)
        row = tables[context].astype(np.float64)
        place = step - predicted + MOST - LEAST
        bits -= np.log2((row[place + 1] - row[place]) / (1 << 16))
        seen.append(step)
    assert map_bits(found) == pytest.approx(bits)
    assert map_bits(np.zeros((5, 4), np.int64)) == 0


def test_a_step_near_the_prediction_is_not_taken() -> None:
    wanted = np.asarray([[2.0, 2.6, 1.4, 3.7, 3.9, -9, 99]])
    assert chosen(wanted).tolist() == [[2, 2, 2, 2, 4, LEAST, MOST]]


def test_a_usual_picture_has_no_map() -> None:
    usual = striped(7)[:, :32]
    rule = Rule(flat=1, flat_at_best=1)
    assert steps(rule, None, usual, usual, 0.5) is None
    assert steps(rule, None, striped(7), striped(7), 0.5).tolist() == [[0, 3]]


@pytest.mark.parametrize("share, expected", [(0, [-3, 4]), (0.5, [-3, 2]), (1, [-3, 0])])
def test_what_is_flat_weighs_less_at_a_high_quality(share: float, expected: list[int]) -> None:
    rule = Rule(flat=1.3, flat_at_best=0.1, busy=2)
    found = steps(rule, None, striped(15), striped(15), share)
    assert (np.zeros(2) if found is None else found.ravel()).tolist() == expected


def scene(seed: int, side: int) -> np.ndarray:
    """Squares of any colours, side × side × 3."""
    noise = np.random.default_rng(seed).uniform(0, 255, (side // 8, side // 8, 3))
    return np.kron(noise, np.ones((8, 8, 1))).astype(np.uint8)


def planes(pixels: np.ndarray) -> torch.Tensor:
    """3 × height × width in −128 … 127."""
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1).float() - 128


def test_the_loss_is_the_score() -> None:
    original = scene(1, 256)
    other = (original * 0.8 + scene(2, 256) * 0.2).astype(np.uint8)
    shown = planes(other).requires_grad_()
    loss = ssimulacra_loss(shown, planes(original))
    assert float(loss.detach()) == pytest.approx(
        (100 - SSIMULACRA2(original).score(other)) / 100, abs=2e-3
    )
    loss.backward()
    assert bool(shown.grad.isfinite().all()) and float(shown.grad.abs().sum()) > 0


@pytest.mark.parametrize("side", [1, 2, 4, 8])
def test_a_lattice_is_found_where_it_is_flat(side: int) -> None:
    grain = 0.3 * torch.randn(1, 1, 64, 64, generator=torch.Generator().manual_seed(5))
    flat = grain.repeat(1, 3, 1, 1)
    squares = np.indices((64 // side, 64 // side)).sum(0) % 2
    tiles = torch.from_numpy(np.kron(squares, np.ones((side, side)))).float()
    busy = torch.from_numpy(scene(3, 64)).permute(2, 0, 1)[None].float()
    assert float(lattices(flat, flat)) < 0.1
    assert float(lattices(flat + tiles, flat)) > 0.4
    assert float(lattices(busy + tiles, busy)) == 0


def test_a_run_leaves_out_what_is_done(tmp_path, monkeypatch, capsys) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(
        '[[stage]]\nname = "first"\nmakes = "made.zip"\n'
        'command = ["zipfile", "-c", "{work}/made.zip", "{data}"]\n'
        '[[stage]]\nname = "last"\ncommand = ["zipfile", "-l", "{work}/made.zip"]\n'
    )
    work = tmp_path / "work"
    arguments = ["field", str(settings), str(work), "pack", "--settings", str(settings)]
    monkeypatch.setattr("sys.argv", arguments)
    for _ in range(2):
        whole.main()
    assert capsys.readouterr().out.count("first: done before") == 1
    assert (work / "log.txt").read_text().count("settings.toml") > 1
