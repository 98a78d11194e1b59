"""The networks as graphs of a pack: NHWC, layer by layer.

Names and attributes are those of the Swift `NeuralInference` target, with two
data movements beside them: ``mirrorPad`` and ``crop``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from ..pack import PackBuilder
from .heads import PerceptualSynthesis
from .lapped import BLOCK
from .layout import CODED
from .transforms import ANCHORS, SLOPE, Analysis, Film, Synthesis, Trunk

Array = npt.NDArray[np.float64]
CONDITION = ANCHORS + 1
"""Length of the quality vector: interpolation weights and the nominal step."""


def block_order(block: int, components: int = 3) -> npt.NDArray[np.int64]:
    """``torch_channel = order[pack_channel]`` of a space-to-depth.

    PyTorch counts (component, y, x), a pack (y, x, component).
    """
    places = np.arange(components * block * block)
    return places.reshape(components, block * block).T.ravel()


def _array(value: Tensor) -> Array:
    return value.detach().double().cpu().numpy()


class GraphWriter:
    """Writes one graph into a pack builder."""

    def __init__(self, pack: PackBuilder, name: str) -> None:
        self.pack = pack
        self.name = name
        self.layers: list[dict[str, object]] = []

    def add(self, op: str, inputs: list[str], **attributes: object) -> str:
        """Appends a layer; returns the name of its output."""
        output = f"h{len(self.layers)}"
        layer = {"op": op, "inputs": inputs, "output": output, **attributes}
        self.layers.append(layer)
        return output

    def _weights(self, kind: str, values: Array) -> str:
        return self.pack.weights(f"{self.name}.{len(self.layers)}.{kind}", values)

    def convolution(self, x: str, weight: Array, bias: Array | None) -> str:
        """``weight``: cout × cin × kh × kw, as PyTorch has it."""
        if bias is None:
            bias = np.zeros(len(weight))
        margin = weight.shape[2] // 2
        return self.add(
            "conv2d", [x],
            weight=self._weights("weight", weight.transpose(2, 3, 1, 0)),
            bias=self._weights("bias", bias),
            stride=1, padding=[margin] * 4, paddingMode="zeros", groups=1,
        )  # fmt: skip

    def layer(self, x: str, module: nn.Conv2d) -> str:
        """A convolution module."""
        return self.convolution(x, _array(module.weight), _array(module.bias))

    def from_quality(self, rows: Array) -> str:
        """A vector from the quality vector; ``rows``: CONDITION × channels."""
        return self.add(
            "linear", ["quality"],
            weight=self._weights("weight", rows),
            bias=self._weights("bias", np.zeros(rows.shape[1])),
        )  # fmt: skip

    def conditional(self, anchors: Array) -> str:
        """Values interpolated between the anchors."""
        step = np.zeros((1, anchors.shape[1]))
        return self.from_quality(np.concatenate([anchors, step]))

    def times_step(self, x: str, channels: int, factor: float = 1.0) -> str:
        """x times the nominal step times ``factor`` (a power of two)."""
        rows = np.zeros((CONDITION, channels))
        rows[-1] = factor
        return self.add("multiply", [x, self.from_quality(rows)])

    def film(self, x: str, module: Film) -> str:
        """x · scale(quality) + offset(quality)."""
        x = self.add("multiply", [x, self.conditional(_array(module.scale))])
        return self.add("add", [x, self.conditional(_array(module.offset))])

    def relu(self, x: str) -> str:
        """Leaky ReLU."""
        return self.add("leakyRelu", [x], slope=SLOPE)

    def trunk(self, x: str, module: Trunk) -> str:
        """See `transforms.Trunk`."""
        x = self.film(self.layer(x, module.enter), module.film)
        for block in module.blocks:
            a = self.layer(self.relu(x), block.first)
            a = self.layer(self.relu(a), block.second)
            x = self.add("add", [x, a])
        return self.relu(x)

    def shuffle(self, x: str, inverse: bool, block: int = BLOCK) -> str:
        """Depth to space, or back."""
        return self.add("spaceToDepth" if inverse else "depthToSpace", [x], block=block)

    def finish(self, inputs: dict[str, list[int]], output: str) -> None:
        """Files the graph under its name."""
        self.pack.graphs[self.name] = {
            "inputs": [{"name": k, "shape": v} for k, v in inputs.items()],
            "layers": self.layers,
            "output": output,
            "extraOutputs": [],
        }


def write_analysis(pack: PackBuilder, model: Analysis) -> None:
    """Picture 0…255 → latents in picture units."""
    g = GraphWriter(pack, "analysis")
    order = block_order(BLOCK)
    one = g._weights("scale", np.ones(3))
    shift = g._weights("shift", np.full(3, -128.0))
    x = g.add("affine", ["picture"], scale=one, shift=shift)
    x = g.shuffle(g.add("mirrorPad", [x], size=BLOCK // 2), True)
    x = g.convolution(x, _array(model.pre)[order][:, order], None)
    x = g.add("crop", [g.shuffle(x, False)], size=BLOCK // 2)
    z = g.convolution(g.shuffle(x, True), _array(model.block)[:, order], None)
    e = g.times_step(g.layer(g.trunk(z, model.trunk), model.leave), CODED)
    y = g.add("slice", [z], **{"from": 0, "to": CODED})
    y = g.add("add", [y, e])
    g.finish({"picture": [-1, -1, -1, 3], "quality": [-1, CONDITION]}, y)


def write_synthesis(pack: PackBuilder, name: str, model: Synthesis) -> None:
    """Latents in picture units (and noise) → picture 0…255."""
    g = GraphWriter(pack, name)
    order = block_order(BLOCK)
    inputs = {"latents": [-1, -1, -1, CODED], "quality": [-1, CONDITION]}
    noisy = isinstance(model, PerceptualSynthesis)
    enter = "latents"
    if noisy:
        inputs["noise8"] = [-1, -1, -1, model.coarse_noise]
        inputs["noise2"] = [-1, -1, -1, model.fine_noise]
        enter = g.add("concat", ["latents", "noise8"])
    width = model.change.shape[1]
    e = g.times_step(g.trunk(enter, model.trunk), width)
    c = g.add("concat", ["latents", e])
    both = np.concatenate([_array(model.block), _array(model.change)], axis=1)
    x = g.shuffle(g.convolution(c, both[order], None), False)
    x = g.shuffle(g.add("mirrorPad", [x], size=BLOCK // 2), True)
    x = g.convolution(x, _array(model.post)[order][:, order], None)
    p = g.add("crop", [g.shuffle(x, False)], size=BLOCK // 2)
    small = block_order(2)
    s = g.shuffle(p, True, 2)
    weight = _array(model.fine_in.weight)
    if noisy:
        s = g.add("concat", [s, "noise2"])
        weight = np.concatenate([weight[:, :12][:, small], weight[:, 12:]], axis=1)
    else:
        weight = weight[:, small]
    s = g.convolution(s, weight, _array(model.fine_in.bias))
    s = g.relu(g.film(s, model.fine_film))
    s = g.relu(g.layer(s, model.fine_mid))
    weight, bias = _array(model.fine_out.weight), _array(model.fine_out.bias)
    s = g.convolution(s, weight[small], bias[small])
    s = g.shuffle(g.times_step(s, 12, 1 / 16), False, 2)
    x = g.add("add", [p, s])
    one = g._weights("scale", np.ones(3))
    shift = g._weights("shift", np.full(3, 128.0))
    x = g.add("affine", [x], scale=one, shift=shift)
    g.finish(inputs, g.add("clamp", [x], low=0.0, high=255.0))
