"""Writes lite0 into a pack: a graph from a picture 224 × 224 in 0…255 to logits."""

from __future__ import annotations

import numpy as np
from torch import nn

from ..pack import PackBuilder
from .graph_writer import GraphWriter, array
from .lite0 import MEAN, SCALE, SIDE, Lite0, padding

NAME = "classifier"
WEIGHTS = "classes.weight"
"""The last layer's weights, features × classes: what statements are made of."""


class _Writer(GraphWriter):
    def rectified(self, x: str, module: nn.Conv2d) -> str:
        """A convolution behind which values are cut to 0…6."""
        return self.add("clamp", [self.same(x, module)], low=0.0, high=6.0)

    def same(self, x: str, module: nn.Conv2d) -> str:
        """A convolution with as many zeros after as before, or one more."""
        low, high = padding(module.kernel_size[0], module.stride[0])
        return self.convolution(
            x, array(module.weight), array(module.bias), stride=module.stride[0],
            padding=[low, low, high, high], groups=module.groups,
        )  # fmt: skip


def write_classifier(pack: PackBuilder, network: Lite0) -> None:
    """The graph, and the names of its features at 1/8, 1/16 and 1/32 as extra outputs."""
    g = _Writer(pack, NAME)
    features = []
    x = g.rectified(g.affine("picture", 1 / SCALE, -MEAN / SCALE), network.stem)
    for block in network.blocks:
        wide = x if block.expand is None else g.rectified(x, block.expand)
        if block.stride == 2:
            features.append(wide)
        out = g.same(g.rectified(wide, block.depthwise), block.project)
        x = g.add("add", [out, x]) if block.skip else out
    x = g.rectified(x, network.head)
    features.append(x)
    x = g.add("globalAveragePool", [x])
    weight = pack.weights(WEIGHTS, array(network.classes.weight).T)
    bias = pack.weights("classes.bias", array(network.classes.bias))
    x = g.add("linear", [x], weight=weight, bias=bias)
    g.finish({"picture": [-1, SIDE, SIDE, 3]}, x, features[2:])


def description(labels: list[str]) -> dict[str, object]:
    """What a pack's JSON says of its classifier."""
    return {"labels": labels, "classifiers": {"guide": NAME, "measure": NAME}}


def classifier_features(tensors: dict[str, np.ndarray]) -> np.ndarray:
    """The weight vectors of a read pack, classes × features."""
    return tensors[WEIGHTS].astype(np.float32).T
