"""The photo codec: its fixed transform, integer twin, flags and symbols."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from rdc_trainer.field import likelihood
from rdc_trainer.field.coder import Coder, encode_picture, to_blocks
from rdc_trainer.field.contexts import Past
from rdc_trainer.field.graphs import write_analysis, write_synthesis
from rdc_trainer.field.heads import COARSE_NOISE, FINE_NOISE
from rdc_trainer.field.integer import IntegerModel, linear, magnitude, signed
from rdc_trainer.field.integer_tensors import MEAN_PLACES, SEGMENT, integer_tensors
from rdc_trainer.field.joint import beginning
from rdc_trainer.field.lapped import ODD_PARTS, bases
from rdc_trainer.field.layout import COARSE, FINE, LAYOUTS
from rdc_trainer.field.model import Codec, Maps, Shape
from rdc_trainer.field.pack_reader import Pack
from rdc_trainer.field.quality_map import map_tables
from rdc_trainer.field.restore import restore
from rdc_trainer.field.tables import CLASSES, FLAG_CLASSES, PER_OCTAVE, TOTAL, Tables, flag_table
from rdc_trainer.field.tables import FINE as PLACES
from rdc_trainer.field.train import to_tensor
from rdc_trainer.field.transforms import GIVEN, Means
from rdc_trainer.pack import PackBuilder


@pytest.fixture(scope="module")
def codec() -> Codec:
    torch.manual_seed(3)
    return Codec(Shape()).eval()


@pytest.mark.parametrize("block", [4, 8])
def test_lapped_synthesis_inverts_the_analysis(block: int) -> None:
    analysis, synthesis = bases(ODD_PARTS[block])
    # One block of a periodic signal: its own part and those of both neighbours.
    whole = np.zeros((3 * block, 4 * block))
    back = np.zeros((4 * block, 3 * block))
    for place in range(3):
        span = slice(block * place, block * place + 2 * block)
        whole[block * place : block * (place + 1), span] = analysis
        back[span, block * place : block * (place + 1)] = synthesis
    identity = (whole @ back)[block : 2 * block]
    expected = np.zeros_like(identity)
    expected[:, block : 2 * block] = np.eye(block)
    assert np.abs(identity - expected).max() < 1e-5


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_coefficient_has_one_channel(layout) -> None:
    assert len(set(layout.order)) == len(layout.order) == 3 * layout.block**2
    assert layout.selection().sum(axis=0).tolist() == [1] * (3 * layout.block**2)


def test_means_come_back_from_their_transform() -> None:
    planes = torch.randn(2, 3, 16, 8, generator=torch.Generator().manual_seed(1))
    means = Means()
    assert (means.inverse(means(planes)) - planes).abs().max() < 1e-5


@torch.no_grad()
def test_integer_means_follow_the_float_transform(codec: Codec) -> None:
    rng = np.random.default_rng(5)
    quality = rng.integers(0, 321, (2, 3, 2))
    values = rng.integers(-400, 400, (2, COARSE.coded, 3, 2))
    whole = IntegerModel(integer_tensors(codec)).means(values, quality)
    maps = Maps(torch.from_numpy(quality[:, None] / SEGMENT).float())
    steps = codec.steps(maps)[0]
    exact = codec.means.inverse(torch.from_numpy(values).float() / 64 * steps)
    assert np.abs(whole / MEAN_PLACES - exact.numpy()).max() < 1.0


def test_features_are_those_of_the_specification() -> None:
    values = np.array([0, 31, 32, -64, 64 * 3, -64 * 100])
    assert magnitude(values).tolist() == [0, 0, 8, 8, 16, 48]
    assert signed(np.array([8, -7, 64 * 9, -64 * 9])).tolist() == [1, -1, 64, -64]
    assert linear(np.array([5, 64 * 65, -64 * 65])).tolist() == [5, 64 * 64, -64 * 64]


@pytest.mark.parametrize("index", range(CLASSES))
def test_every_table_spends_its_whole_total(index: int) -> None:
    knots = Tables.logistic().knots[0][index]
    assert knots[0] == 0 and knots[-1] == TOTAL
    assert (np.diff(knots) >= 0).all()


def test_a_raised_flag_excludes_the_case_of_zeros_alone() -> None:
    sharp = torch.tensor([0.7, 2.0])
    k = torch.arange(-40, 41).float()
    chances = [likelihood.mass(k, s) for s in sharp]
    joint = chances[0][:, None] * chances[1][None]
    joint[40, 40] = 0
    zeros = likelihood.zero_bits(sharp).sum()
    # Bits are hard − refund: chances are the product's times 2^refund.
    assert float(joint.sum() * torch.exp2(likelihood.refund(zeros))) == pytest.approx(1, abs=1e-3)


def test_flag_tables_leave_both_answers_possible() -> None:
    counts = np.zeros((FLAG_CLASSES, 2))
    counts[0, 0] = counts[-1, 1] = 1e9
    table = flag_table(counts)
    assert table.min() >= 1 and table.max() <= TOTAL - 1
    assert (np.diff(table) >= 0).all()


def test_map_tables_are_cumulative() -> None:
    tables = map_tables().astype(np.int64)
    assert (tables[:, 0] == 0).all() and (tables[:, -1] == TOTAL).all()
    assert (np.diff(tables, axis=1) >= 1).all()


@torch.no_grad()
def test_classes_are_those_of_the_network(codec: Codec) -> None:
    rng = np.random.default_rng(11)
    cells = np.full((1, 7, 9), 3 * SEGMENT)
    values = rng.laplace(0, 3, (1, COARSE.coded, 7, 9))
    model = IntegerModel(integer_tensors(codec))
    coded = Coder(model, Tables.logistic(), 0.08).encode(COARSE, values, cells)
    maps = Maps(torch.from_numpy(cells[:, None] / SEGMENT).float())
    decoded = torch.from_numpy(coded.decoded / PLACES).float()
    past = Past(COARSE)
    for group, context in enumerate(codec.coarse):
        start = COARSE.starts[group]
        part = slice(start, start + COARSE.sizes[group])
        scales = context(decoded[:, part], past, maps.cell_hats).log_scale.numpy()
        past.add(group, decoded[:, part])
        wanted = ((scales - likelihood.SMALLEST_LOG_SCALE) * PER_OCTAVE).round()
        found = coded.classes[:, part]
        apart = np.abs(wanted.clip(0, CLASSES - 1) - found)[found >= 0]
        assert apart.max() <= 1 and apart.mean() < 0.1, f"group {group}"


@torch.no_grad()
@pytest.mark.parametrize("quality", [40, 180, 300])
def test_decoding_the_symbols_gives_the_encoders_values(codec: Codec, quality: int) -> None:
    rng = np.random.default_rng(quality)
    pixels = rng.integers(0, 256, (1, 64, 96, 3), dtype=np.uint8)
    cells = np.clip(quality + 16 * rng.integers(-2, 3, (1, 2, 3)), 0, 320)
    maps = Maps(torch.from_numpy(cells[:, None] / SEGMENT).float())
    coarse_steps, fine_steps, _ = codec.steps(maps)
    y = codec.analysis(to_tensor(pixels), maps.block_hats, maps.block_step)
    coarse = (codec.means(y[:, :GIVEN]) / coarse_steps).double().numpy()
    fine = (y[:, GIVEN:] / fine_steps).double().numpy()
    coder = Coder(IntegerModel(integer_tensors(codec)), Tables.logistic(), 0.08)
    written = encode_picture(coder, coarse, fine, cells)
    first = coder.encode(COARSE, coarse, cells, symbols=written.coarse.symbols)
    assert (first.decoded == written.coarse.decoded).all()
    means = coder.model.means(first.decoded, cells)
    blocks = to_blocks(cells)
    second = coder.encode(
        FINE, fine, blocks, coder.model.given(means, blocks), written.fine.symbols
    )
    assert (second.decoded == written.fine.decoded).all()
    assert (second.raised == written.fine.raised).all()
    assert written.bits[0] > 0


def rows(planes: torch.Tensor) -> torch.Tensor:
    """NCHW → NHWC."""
    return planes.permute(0, 2, 3, 1)


@torch.no_grad()
def test_graphs_of_a_pack_draw_what_the_networks_draw(codec: Codec, tmp_path) -> None:
    torch.manual_seed(9)
    head = beginning(codec).eval()
    for parameter in [*head.parameters(), *codec.synthesis.parameters()]:
        parameter += 0.02 * torch.randn_like(parameter)
    pack = PackBuilder("test")
    write_analysis(pack, codec.analysis)
    write_synthesis(pack, "distortion", codec.synthesis)
    write_synthesis(pack, "perceptual", head)
    for name, values in integer_tensors(codec).items():
        pack.tensor(name, values)
    pack.write(tmp_path / "pack", {})
    read = Pack(tmp_path / "pack")
    cells = np.array([[[150, 170], [150, 200], [90, 150]]])
    maps = Maps(torch.from_numpy(cells[:, None] / SEGMENT).float())
    latents = 100 * torch.randn(1, GIVEN + FINE.coded, 12, 8)
    coarse = 100 * torch.randn(1, COARSE.coded, 3, 2)
    noise = torch.randn(1, COARSE_NOISE, 12, 8), torch.randn(1, FINE_NOISE, 24, 16)
    given = (latents, coarse, maps.block_hats, maps.cell_hats, maps.block_step)
    inputs = {
        "latents": rows(latents), "coarse": rows(coarse), "quality": read.quality(cells, 4),
        "cells": read.quality(cells), "noise8": rows(noise[0]), "noise4": rows(noise[1]),
    }  # fmt: skip
    for name, wanted in (
        ("distortion", codec.synthesis(*given)), ("perceptual", head(*given, noise)),
    ):  # fmt: skip
        shown = read.run(name, inputs)
        wanted = rows(wanted + 128).clamp(0, 255)
        # Weights are rounded to float16.
        assert (shown - wanted).abs().max() < 3 and (shown - wanted).abs().mean() < 0.3
    picture = 255 * torch.rand(1, 3, 96, 64)
    wanted = codec.analysis(picture - 128, maps.block_hats, maps.block_step)
    shown = read.run("analysis", {"picture": rows(picture), "quality": inputs["quality"]})
    assert (shown - rows(wanted)).abs().mean() < 0.3


@torch.no_grad()
def test_a_codec_comes_back_from_its_pack(tmp_path) -> None:
    torch.manual_seed(11)
    codec = Codec(Shape()).eval()
    for parameter in codec.parameters():
        parameter += 0.01 * torch.randn_like(parameter)
    pack = PackBuilder("test")
    write_analysis(pack, codec.analysis)
    write_synthesis(pack, "distortion", codec.synthesis)
    for name, values in integer_tensors(codec).items():
        pack.tensor(name, values)
    pack.write(tmp_path / "pack", {})
    back = restore(Pack(tmp_path / "pack"))
    again = integer_tensors(back)
    for name, values in integer_tensors(codec).items():
        difference = np.abs(again[name].astype(np.float64) - values)
        assert (difference <= 1e-6 * np.abs(values) + 1).all(), name
    wanted = codec.synthesis.state_dict()
    for name, values in back.synthesis.state_dict().items():
        assert (values - wanted[name]).abs().max() <= 1e-3 * wanted[name].abs().max(), name
