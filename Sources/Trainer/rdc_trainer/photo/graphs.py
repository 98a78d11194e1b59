"""The networks of a pack as graphs."""

from __future__ import annotations

import numpy as np
from torch import nn

from ..pack import PackBuilder
from .classifiers import LABELS, SIDE, UNIT, Dense, Residual, folded
from .graph_writer import CONDITION, GraphWriter, array, block_order
from .heads import LabelledSynthesis, PerceptualSynthesis
from .lapped import BLOCK
from .layout import CODED
from .transforms import Analysis, Synthesis


def write_analysis(pack: PackBuilder, model: Analysis) -> None:
    """Picture 0…255 → latents in picture units."""
    g = GraphWriter(pack, "analysis")
    order = block_order(BLOCK)
    x = g.affine("picture", 1.0, -128.0)
    x = g.shuffle(g.add("mirrorPad", [x], size=BLOCK // 2), True)
    x = g.convolution(x, array(model.pre)[order][:, order], None)
    x = g.add("crop", [g.shuffle(x, False)], size=BLOCK // 2)
    z = g.convolution(g.shuffle(x, True), array(model.block)[:, order], None)
    e = g.times_step(g.layer(g.trunk(z, model.trunk), model.leave), CODED)
    y = g.add("slice", [z], **{"from": 0, "to": CODED})
    y = g.add("add", [y, e])
    g.finish({"picture": [-1, -1, -1, 3], "quality": [-1, CONDITION]}, y)


def write_synthesis(pack: PackBuilder, name: str, model: Synthesis) -> None:
    """Latents in picture units (and noise, or labels) → picture 0…255."""
    g = GraphWriter(pack, name)
    order = block_order(BLOCK)
    inputs = {"latents": [-1, -1, -1, CODED], "quality": [-1, CONDITION]}
    noisy = isinstance(model, PerceptualSynthesis)
    enter = "latents"
    if noisy:
        inputs["noise8"] = [-1, -1, -1, model.coarse_noise]
        inputs["noise2"] = [-1, -1, -1, model.fine_noise]
        enter = g.add("concat", ["latents", "noise8"])
    labelled = isinstance(model, LabelledSynthesis)
    if labelled:
        inputs["labels"] = [-1, len(LABELS)]
    width = model.change.shape[1]
    h = g.film(g.layer(enter, model.trunk.enter), model.trunk.film)
    if labelled:
        h = g.add("add", [h, g.from_labels(array(model.trunk_label))])
    h = g.blocks(h, model.trunk)
    e = g.times_step(h, width)
    c = g.add("concat", ["latents", e])
    both = np.concatenate([array(model.block), array(model.change)], axis=1)
    x = g.shuffle(g.convolution(c, both[order], None), False)
    x = g.shuffle(g.add("mirrorPad", [x], size=BLOCK // 2), True)
    x = g.convolution(x, array(model.post)[order][:, order], None)
    p = g.add("crop", [g.shuffle(x, False)], size=BLOCK // 2)
    small = block_order(2)
    s = g.shuffle(p, True, 2)
    weight = array(model.fine_in.weight)
    if noisy:
        some, every = model.fine_noise, model.fine_noise + model.hints
        finer = block_order(4, every)
        up, bias = array(model.up.weight)[finer], array(model.up.bias)[finer]
        u = g.shuffle(g.convolution(h, up, bias), False, 4)
        strength = g.add("slice", [u], **{"from": 0, "to": some})
        noise = g.add("multiply", ["noise2", strength])
        hints = g.add("slice", [u], **{"from": some, "to": every})
        s = g.add("concat", [s, hints, noise])
    weight = np.concatenate([weight[:, :12][:, small], weight[:, 12:]], axis=1)
    s = g.convolution(s, weight, array(model.fine_in.bias))
    s = g.film(s, model.fine_film)
    if labelled:
        s = g.add("add", [s, g.from_labels(array(model.fine_label))])
    s = g.relu(s)
    s = g.relu(g.layer(s, model.fine_mid))
    weight, bias = array(model.fine_out.weight), array(model.fine_out.bias)
    s = g.convolution(s, weight[small], bias[small])
    s = g.shuffle(g.times_step(s, 12, 1 / 16), False, 2)
    x = g.add("add", [p, s])
    x = g.affine(x, 1.0, 128.0)
    g.finish(inputs, g.add("clamp", [x], low=0.0, high=255.0))


def write_classifier(pack: PackBuilder, name: str, model: nn.Sequential) -> None:
    """Picture 0…255 of 32×32 → scores; ``features`` is what the last layer weighs."""
    g = GraphWriter(pack, name)
    x = g.affine("picture", 1 / UNIT, -128 / UNIT)

    def normed(x: str, convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> str:
        weight, bias = (array(t) for t in folded(convolution, norm))
        return g.convolution(
            x, weight, bias, convolution.stride[0], convolution.padding[0]
        )

    layers = list(model)
    for place, module in enumerate(layers):
        match module:
            case nn.Conv2d():
                x = normed(x, module, layers[place + 1])
            case nn.ReLU():
                x = g.add("relu", [x])
            case nn.LeakyReLU():
                x = g.relu(x)
            case nn.MaxPool2d():
                x = g.add("maxPool", [x], kernel=2, stride=2)
            case Residual():
                a = g.relu(normed(x, *module.first))
                x = g.relu(g.add("add", [x, normed(a, *module.second)]))
            case Dense():
                for layer in module.layers:
                    x = g.add("concat", [x, g.add("relu", [normed(x, *layer)])])
            case nn.AvgPool2d():
                x = g.add("averagePool", [x], kernel=2, stride=2)
            case nn.AdaptiveAvgPool2d():
                x = g.add("globalAveragePool", [x])
                g.layers[-1]["output"] = x = "features"
            case nn.Linear():
                x = g.linear(x, module)
            case nn.BatchNorm2d() | nn.Flatten():
                pass
            case _:
                raise TypeError(f"no layer kind for {type(module).__name__}")
    g.finish({"picture": [-1, SIDE, SIDE, 3]}, x, ["features"])
