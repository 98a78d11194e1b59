"""Writes a network into a pack layer by layer: NHWC.

Names and attributes are those of the Swift `NeuralInference` target.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from ..pack import PackBuilder
from .lapped import BLOCK
from .transforms import ANCHORS, SLOPE, Film, Trunk

Array = npt.NDArray[np.float64]
CONDITION = ANCHORS + 1
"""Length of the quality vector: interpolation weights and the nominal step."""


def block_order(block: int, components: int = 3) -> npt.NDArray[np.int64]:
    """``torch_channel = order[pack_channel]`` of a space-to-depth.

    PyTorch counts (component, y, x), a pack (y, x, component).
    """
    places = np.arange(components * block * block)
    return places.reshape(components, block * block).T.ravel()


def array(value: Tensor) -> Array:
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

    def convolution(
        self, x: str, weight: Array, bias: Array | None,
        stride: int = 1, margin: int | None = None,
    ) -> str:  # fmt: skip
        """``weight``: cout × cin × kh × kw, as PyTorch has it."""
        if bias is None:
            bias = np.zeros(len(weight))
        if margin is None:
            margin = weight.shape[2] // 2
        return self.add(
            "conv2d", [x],
            weight=self._weights("weight", weight.transpose(2, 3, 1, 0)),
            bias=self._weights("bias", bias),
            stride=stride, padding=[margin] * 4, paddingMode="zeros", groups=1,
        )  # fmt: skip

    def layer(self, x: str, module: nn.Conv2d) -> str:
        """A convolution module."""
        return self.convolution(x, array(module.weight), array(module.bias))

    def from_vector(self, name: str, rows: Array) -> str:
        """A vector from an input that is one; ``rows``: its length × channels."""
        return self.add(
            "linear", [name],
            weight=self._weights("weight", rows),
            bias=self._weights("bias", np.zeros(rows.shape[1])),
        )  # fmt: skip

    def from_quality(self, rows: Array) -> str:
        """A vector from the quality vector; ``rows``: CONDITION × channels."""
        return self.from_vector("quality", rows)

    def from_labels(self, rows: Array) -> str:
        """A vector from the label that a file states; ``rows``: labels × channels."""
        return self.from_vector("labels", rows)

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
        x = self.add("multiply", [x, self.conditional(array(module.scale))])
        return self.add("add", [x, self.conditional(array(module.offset))])

    def relu(self, x: str) -> str:
        """Leaky ReLU."""
        return self.add("leakyRelu", [x], slope=SLOPE)

    def trunk(self, x: str, module: Trunk) -> str:
        """See `transforms.Trunk`."""
        return self.blocks(self.film(self.layer(x, module.enter), module.film), module)

    def blocks(self, x: str, module: Trunk) -> str:
        """What follows a trunk's FiLM."""
        for block in module.blocks:
            a = self.layer(self.relu(x), block.first)
            a = self.layer(self.relu(a), block.second)
            x = self.add("add", [x, a])
        return self.relu(x)

    def shuffle(self, x: str, inverse: bool, block: int = BLOCK) -> str:
        """Depth to space, or back."""
        return self.add("spaceToDepth" if inverse else "depthToSpace", [x], block=block)

    def affine(self, x: str, scale: float, shift: float) -> str:
        """scale · x + shift on three components."""
        one = self._weights("scale", np.full(3, scale))
        two = self._weights("shift", np.full(3, shift))
        return self.add("affine", [x], scale=one, shift=two)

    def linear(self, x: str, module: nn.Linear) -> str:
        """A layer on vectors."""
        return self.add(
            "linear", [x],
            weight=self._weights("weight", array(module.weight).T),
            bias=self._weights("bias", array(module.bias)),
        )  # fmt: skip

    def finish(
        self, inputs: dict[str, list[int]], output: str, extra: list[str] | None = None
    ) -> None:
        """Files the graph under its name."""
        self.pack.graphs[self.name] = {
            "inputs": [{"name": k, "shape": v} for k, v in inputs.items()],
            "layers": self.layers,
            "output": output,
            "extraOutputs": extra or [],
        }
