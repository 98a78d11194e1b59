"""The networks of a pack as graphs."""

from __future__ import annotations

import numpy as np

from ..pack import PackBuilder
from .graph_writer import CONDITION, GraphWriter, array, block_order
from .heads import COARSE_NOISE, FINE_NOISE, PerceptualSynthesis
from .layout import COARSE, FINE
from .telling import FEATURES, TellingSynthesis
from .transforms import BLOCK, GIVEN, Analysis, Synthesis, Trunk, Wide

LATENTS = GIVEN + FINE.coded


def _trunk(g: GraphWriter, x: str, module: Trunk, told: str | None = None) -> str:
    x = g.film(g.layer(x, module.enter), "quality", module.film)
    if told is not None:
        x = g.add("add", [x, told])
    for block in module.blocks:
        x = g.residual(x, block)
    for block in module.separable:
        x = g.separable(x, block)
    return g.relu(x)


def write_analysis(pack: PackBuilder, model: Analysis) -> None:
    """Picture 0…255 → means and fine latents in picture units."""
    g = GraphWriter(pack, "analysis")
    order = block_order(BLOCK)
    x = g.affine("picture", 1.0, -128.0)
    x = g.unshuffle(g.add("mirrorPad", [x], size=BLOCK // 2), BLOCK)
    x = g.convolution(x, array(model.pre)[order][:, order])
    x = g.add("crop", [g.shuffle(x, BLOCK)], size=BLOCK // 2)
    z = g.convolution(g.unshuffle(x, BLOCK), array(model.block)[:, order])
    e = g.layer(_trunk(g, z, model.trunk), model.leave)
    e = g.times_step(e, "quality", LATENTS)
    y = g.add("slice", [z], **{"from": 0, "to": LATENTS})
    g.finish(
        {"picture": [-1, -1, -1, 3], "quality": [-1, -1, -1, CONDITION]},
        g.add("add", [y, e]),
    )


def _wide(g: GraphWriter, module: Wide) -> str:
    x = g.film(g.layer("coarse", module.enter), "cells", module.film)
    for block in module.blocks:
        x = g.separable(x, block)
    channels = module.join.in_channels
    finer = block_order(COARSE.block, channels)
    weight, bias = array(module.leave.weight)[finer], array(module.leave.bias)[finer]
    x = g.shuffle(g.convolution(g.relu(x), weight, bias), COARSE.block)
    return g.layer(x, module.join)


def write_synthesis(pack: PackBuilder, name: str, model: Synthesis) -> None:
    """Latents of both scales in picture units → picture 0…255."""
    g = GraphWriter(pack, name)
    order, quarter = block_order(BLOCK), block_order(4)
    inputs = {
        "latents": [-1, -1, -1, LATENTS], "coarse": [-1, -1, -1, COARSE.coded],
        "quality": [-1, -1, -1, CONDITION], "cells": [-1, -1, -1, CONDITION],
    }  # fmt: skip
    told = _wide(g, model.wide)
    if isinstance(model, TellingSynthesis):
        inputs["statement"] = [-1, FEATURES]
        told = g.add("add", [told, g.linear("statement", model.before, 0.0)])
    draws = isinstance(model, PerceptualSynthesis)
    if draws:
        inputs["noise8"] = [-1, -1, -1, COARSE_NOISE]
        inputs["noise4"] = [-1, -1, -1, FINE_NOISE]
        told = g.add("add", [told, g.layer("noise8", model.noise)])
    h = _trunk(g, "latents", model.trunk, told)
    if isinstance(model, TellingSynthesis):
        h = g.add("multiply", [h, g.linear("statement", model.behind, 1.0)])
    width = model.change.shape[1]
    e = g.times_step(h, "quality", width)
    both = np.concatenate([array(model.block), array(model.change)], axis=1)
    x = g.convolution(g.add("concat", ["latents", e]), both[order])
    x = g.add("mirrorPad", [g.shuffle(x, BLOCK)], size=BLOCK // 2)
    x = g.convolution(g.unshuffle(x, BLOCK), array(model.post)[order][:, order])
    p = g.add("crop", [g.shuffle(x, BLOCK)], size=BLOCK // 2)
    r = model.renderer
    finer = block_order(2, r.tell.out_channels // 4)
    passed = g.convolution(h, array(r.tell.weight)[finer], array(r.tell.bias)[finer])
    s = g.add("concat", [g.unshuffle(p, 4), g.shuffle(passed, 2)])
    weight = array(r.enter.weight)
    weight = np.concatenate([weight[:, :48][:, quarter], weight[:, 48:]], axis=1)
    s = g.convolution(s, weight, array(r.enter.bias))
    if draws:
        finer = block_order(2, FINE_NOISE)
        weight, bias = array(r.strength.weight)[finer], array(r.strength.bias)[finer]
        strength = g.shuffle(g.convolution(h, weight, bias), 2)
        noise = g.add("multiply", ["noise4", strength])
        s = g.add("add", [s, g.layer(noise, r.draw)])
    for block in r.blocks:
        s = g.residual(s, block)
    s = g.convolution(
        g.relu(s), array(r.leave.weight)[quarter], array(r.leave.bias)[quarter]
    )
    # A step a block, told to its four patches.
    rows = np.zeros((CONDITION, 4 * 48))
    rows[-1] = 1 / 16
    scale = g.shuffle(g.told("quality", rows), 2)
    s = g.shuffle(g.add("multiply", [s, scale]), 4)
    x = g.affine(g.add("add", [p, s]), 1.0, 128.0)
    g.finish(inputs, g.add("clamp", [x], low=0.0, high=255.0))
