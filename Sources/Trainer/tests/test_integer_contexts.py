"""The integer twin of the photo contexts: near the network, and exact in both directions."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from rdc_trainer.photo.coder import Coder
from rdc_trainer.photo.contexts import Past
from rdc_trainer.photo.integer import SEGMENT, IntegerModel, linear, magnitude, signed
from rdc_trainer.photo.integer_tensors import integer_tensors
from rdc_trainer.photo.layout import CODED, GROUPS, SIZES, STARTS
from rdc_trainer.photo.model import SMALLEST_LOG_SCALE, Codec, Shape
from rdc_trainer.photo.reference import replay
from rdc_trainer.photo.tables import CLASSES, FINE, PER_OCTAVE, Tables
from rdc_trainer.photo.transforms import hats

QUALITY = 3 * SEGMENT


@pytest.fixture(scope="module")
def model() -> Codec:
    """A network whose every parameter matters."""
    torch.manual_seed(5)
    codec = Codec(Shape(8, 1, 8, 1, 8)).requires_grad_(False)
    for context in codec.contexts:
        for parameter in context.parameters():
            parameter += 0.03 * torch.randn_like(parameter)
    return codec


def latents(count: int = 1, rows: int = 7, columns: int = 9) -> np.ndarray:
    """In steps; smooth means, and channels that fade with their place."""
    random = np.random.default_rng(11)
    values = random.laplace(0, 1, (count, CODED, rows, columns))
    values *= 3 / np.sqrt(1 + np.arange(CODED))[:, None, None]
    values[:, :3] += 40 * random.random((count, 3, 1, 1))
    return values


def test_features_are_those_of_the_specification() -> None:
    values = np.array([0, 31, 32, -64, 64 * 3, -64 * 100])
    assert magnitude(values).tolist() == [0, 0, 8, 8, 16, 48]
    assert signed(np.array([8, -7, 64 * 9, -64 * 9])).tolist() == [1, -1, 64, -64]
    assert linear(np.array([5, 64 * 65, -64 * 65])).tolist() == [5, 64 * 64, -64 * 64]


@pytest.mark.parametrize("dither", [0, 64])
def test_a_decoder_finds_the_latents_from_symbols_alone(model: Codec, dither: int) -> None:
    tables = Tables.logistic()
    tables.dither[9:] = dither  # scales of an eighth of a step and more
    coder = Coder(IntegerModel(integer_tensors(model)), tables, lagrange=0.08)
    coded = coder.encode(latents(2), QUALITY + 5)
    assert (replay(coder, coded, QUALITY + 5) == coded.decoded).all()
    assert np.abs(coded.symbols).sum() > 0
    assert bool(np.abs(coded.dither).sum()) == bool(dither)


def test_without_search_latents_are_rounded_to_the_nearest_place(model: Codec) -> None:
    coder = Coder(IntegerModel(integer_tensors(model)), Tables.logistic(), lagrange=0)
    values = latents()
    coded = coder.encode(values, QUALITY)
    first = STARTS[2]  # the means before it hand on what they miss
    missed = coded.decoded[:, first:] / FINE - values[:, first:]
    assert np.abs(missed).max() <= 0.5 + 1 / FINE


def test_classes_are_those_of_the_network(model: Codec) -> None:
    coder = Coder(IntegerModel(integer_tensors(model)), Tables.logistic(), lagrange=0.08)
    coded = coder.encode(latents(), QUALITY)
    decoded = torch.from_numpy(coded.decoded / FINE).float()
    weights = hats(torch.tensor([QUALITY / SEGMENT]))
    past = Past()
    for group in range(len(GROUPS)):
        part = slice(STARTS[group], STARTS[group] + SIZES[group])
        scale, _ = model.contexts[group](decoded[:, part], past, weights)
        past.add(group, decoded[:, part])
        expected = ((scale.numpy() - SMALLEST_LOG_SCALE) * PER_OCTAVE).round()
        apart = np.abs(expected.clip(0, CLASSES - 1) - coded.classes[:, part])
        assert apart.max() <= 1 and apart.mean() < 0.1, f"group {group}"


def test_bits_are_those_of_the_tables(model: Codec) -> None:
    coder = Coder(IntegerModel(integer_tensors(model)), Tables.logistic(), lagrange=0.08)
    coded = coder.encode(latents(), QUALITY)
    bits = coder.bits(coded)[0]
    for group in range(len(GROUPS)):
        part = slice(STARTS[group], STARTS[group] + SIZES[group])
        symbols, classes = coded.symbols[0, part], coded.classes[0, part]
        each = [
            coder.tables.bits(group, int(c), symbols[classes == c], np.zeros((classes == c).sum(), int))
            for c in np.unique(classes)
        ]
        assert bits[group] == pytest.approx(np.concatenate(each).sum())


def test_every_table_spends_its_whole_total() -> None:
    tables = Tables.logistic()
    for index in range(CLASSES):
        knots = tables.knots[0][index]
        assert knots[0] == 0 and knots[-1] == 1 << 16
        assert (np.diff(knots) >= 0).all()
