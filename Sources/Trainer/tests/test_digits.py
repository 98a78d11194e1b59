"""The digits: a pack's networks go on as they were, and other dithers stay centred."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from rdc_trainer.digits import settings
from rdc_trainer.digits.between import keep_widest_layer
from rdc_trainer.digits.models import (
    RUNGS, all_cell_inputs, dither_offset, draw_dither, perceptual_head, pixel_head,
)  # fmt: skip
from rdc_trainer.digits.perceptual import label_missed, mean_moved
from rdc_trainer.digits.pieces import pieces
from rdc_trainer.digits.restore import head_of_kind
from rdc_trainer.digits.search import ANNEALED, TUNED
from rdc_trainer.experiment.limits import limits
from rdc_trainer.pack import Pack, PackBuilder

SHIPPED = Path(__file__).parents[3] / "Sources/EmbeddedModels/packs/digits.rdcpack"


def halves(model: torch.nn.Module) -> torch.nn.Module:
    for parameter in model.parameters():
        parameter.data.copy_(parameter.data.half().float())
    return model


def test_a_restored_network_is_the_one_that_was_written(tmp_path: Path) -> None:
    rung = RUNGS["2x3"]
    torch.manual_seed(1)
    head = halves(perceptual_head(rung))
    builder = PackBuilder("test")
    builder.graph("head", head, [("latent", [rung.inputs]), ("noise", [16])])
    builder.write(tmp_path / "pack", {})
    again = perceptual_head(rung)
    Pack(tmp_path / "pack").restore("head", again)
    for name, value in head.state_dict().items():
        assert torch.equal(again.state_dict()[name], value), name


def test_a_network_of_other_layers_is_refused(tmp_path: Path) -> None:
    builder = PackBuilder("test")
    builder.graph("head", pixel_head(RUNGS["2x3"]), [("latent", [8])])
    builder.write(tmp_path / "pack", {})
    with pytest.raises(ValueError, match="does not fit"):
        Pack(tmp_path / "pack").restore("head", pixel_head(RUNGS["4x4"]))


def test_heads_that_share_a_layer_have_it_once(tmp_path: Path) -> None:
    torch.manual_seed(1)
    end = perceptual_head(RUNGS["3x4"])
    between = perceptual_head(RUNGS["3x4"])
    between[2].load_state_dict(end[2].state_dict())
    keep_widest_layer(between)
    assert [p.requires_grad for p in between[2].parameters()] == [False, False]
    assert all(p.requires_grad for p in between[5].parameters())
    builder = PackBuilder("test")
    for name, head in (("end", end), ("between", between)):
        builder.graph(name, head, [("latent", [15]), ("noise", [16])])
    weights = [
        [layer["weight"] for layer in builder.graphs[name]["layers"] if "weight" in layer]
        for name in ("end", "between")
    ]
    assert [a == b for a, b in zip(*weights)] == [False, True, False, False, False]


def weights_of(pack: Pack, graph: str) -> set[str]:
    layers = pack.description["graphs"][graph]["layers"]
    return {layer["weight"] for layer in layers if "weight" in layer}


@pytest.mark.parametrize("rung", RUNGS)
def test_the_shipped_pack_has_the_heads_of_the_settings(rung: str) -> None:
    pack = Pack(SHIPPED)
    entry = next(one for one in pack.description["rungs"] if one["name"] == rung)
    for head, graph in entry["heads"].items():
        pack.restore(graph, head_of_kind(RUNGS[rung], head))
    for head, weights in settings.BETWEEN[rung].items():
        knots = entry["between"][head]
        assert len(knots) == len(weights)
        for knot in knots:
            pack.restore(knot["graph"], head_of_kind(RUNGS[rung], head))
            own = weights_of(pack, knot["graph"])
            shares = head == "perceptual" and rung not in settings.WHOLE_BETWEEN
            assert len(own & weights_of(pack, entry["heads"][head])) == shares


@pytest.mark.parametrize("bits", [0, 1, 2, 4, 6])
def test_a_dither_of_any_resolution_is_centred(bits: int) -> None:
    places = torch.arange(1 << bits)
    offsets = dither_offset(places, 1 << bits)
    assert torch.equal(offsets, -offsets.flip(0))
    assert offsets.abs().max() < 0.5 or bits == 0
    rung = replace(RUNGS["3x3"], resolution=1 << bits)
    drawn = draw_dither(500, rung, torch.Generator().manual_seed(1))
    assert set(drawn.flatten().tolist()) == set(range(1 << bits))
    assert all_cell_inputs(drawn[:2], rung).shape == (2, 27, rung.inputs)


def test_two_draws_tell_how_far_their_mean_is_off() -> None:
    torch.manual_seed(1)
    mean = torch.rand(20000, 4)
    first, second = mean + 0.3 + torch.randn(2, *mean.shape)
    assert mean_moved(first, second, mean).item() == pytest.approx(0.09, abs=0.02)


def test_bits_that_are_not_sure_of_their_label_teach_none() -> None:
    logits = torch.zeros(2, 10, requires_grad=True)
    named = torch.zeros(2, 10)
    named[0, 4], named[0, 9], named[1, 7] = 9, 9.1, 9
    missed = label_missed(logits, named)
    missed.backward()
    assert missed.item() == pytest.approx(math.log(10) / 2)
    assert logits.grad[0].abs().sum() == 0 and logits.grad[1, 7] < 0


def test_a_gap_makes_two_pieces_and_a_speck_none() -> None:
    whole = torch.zeros(28, 28)
    whole[4:24, 10], whole[24, 11:20] = 1, 1  # a corner, joined across a diagonal
    broken, dotted = whole.clone(), whole.clone()
    broken[14, 10] = 0.5
    dotted[2, 20:22] = 1
    pictures = torch.stack([whole, broken, dotted, torch.zeros(28, 28)])
    assert pieces(pictures.flatten(1)).tolist() == [1, 2, 1, 0]


def test_a_tuned_codec_starts_hard_and_slow() -> None:
    assert TUNED.at(200, 1000) == (5e-4, 1.0, 0.0)
    rate, share, heat = ANNEALED.at(200, 1000)
    assert (rate, share) == (2e-3, pytest.approx(0.625)) and heat > 0


def test_cells_of_nearest_pictures_leave_a_sampler_nothing_to_beat() -> None:
    torch.manual_seed(1)
    cells = torch.arange(2000) % 2
    pictures = 0.2 * torch.rand(2000, 3) + 0.6 * cells[:, None]
    found = limits(pictures, cells, cells, 2)
    assert found.realistic == pytest.approx(found.sampler, rel=1e-3) and found.named == 1


def test_mixed_cells_are_beaten_by_what_lies_nearest() -> None:
    # Each cell holds three of one picture and one of the other.
    labels = torch.tensor([0, 0, 0, 1, 1, 1, 1, 0] * 50)
    cells = torch.tensor([0, 0, 0, 0, 1, 1, 1, 1] * 50)
    found = limits(labels[:, None].repeat(1, 4).float(), labels, cells, 2)
    assert found.means == pytest.approx(3 / 16)
    assert found.realistic == pytest.approx(3 / 16 + 1 / 16)
    assert found.named == 1
