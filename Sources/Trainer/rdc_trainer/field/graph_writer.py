"""Writes a network into a pack layer by layer: NHWC.

Names and attributes are those of the Swift `NeuralInference` target.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from ..pack import PackBuilder
from .transforms import ANCHORS, SLOPE, Film, Residual, Separable

Array = npt.NDArray[np.float64]
CONDITION = ANCHORS + 1
"""Channels of a quality map: interpolation weights and the nominal step."""


def block_order(block: int, components: int = 3) -> npt.NDArray[np.int64]:
    """``torch_channel = order[pack_channel]`` of a space-to-depth.

    PyTorch counts (component, y, x), a pack (y, x, component).
    """
    places = np.arange(components * block * block)
    return places.reshape(components, block * block).T.ravel()


def array(value: Tensor) -> Array:
    """A tensor's values."""
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

    def weights(self, kind: str, values: Array) -> str:
        """Files weights of the layer that comes next."""
        return self.pack.weights(f"{self.name}.{len(self.layers)}.{kind}", values)

    def convolution(
        self, x: str, weight: Array, bias: Array | None = None, stride: int = 1,
        padding: list[int] | None = None, groups: int = 1,
    ) -> str:  # fmt: skip
        """``weight``: cout × cin × kh × kw, as PyTorch has it."""
        named = {"weight": self.weights("weight", weight.transpose(2, 3, 1, 0))}
        if bias is not None:
            named["bias"] = self.weights("bias", bias)
        return self.add(
            "conv2d", [x], **named, stride=stride,
            padding=padding or [weight.shape[2] // 2] * 4,
            paddingMode="zeros", groups=groups,
        )  # fmt: skip

    def layer(self, x: str, module: nn.Conv2d) -> str:
        """A convolution module."""
        return self.convolution(
            x, array(module.weight), array(module.bias), groups=module.groups
        )

    def linear(self, x: str, module: nn.Linear, offset: float) -> str:
        """A layer without a bias, plus a number."""
        weight = array(module.weight)
        named = {
            "weight": self.weights("weight", weight.T),
            "bias": self.weights("bias", np.full(len(weight), offset)),
        }
        return self.add("linear", [x], **named)

    def told(self, quality: str, rows: Array) -> str:
        """Channels from a quality map; ``rows``: CONDITION × channels."""
        return self.convolution(quality, rows.T[:, :, None, None])

    def times_step(self, x: str, quality: str, channels: int, factor: float = 1.0) -> str:
        """x times the nominal step times ``factor`` (a power of two)."""
        rows = np.zeros((CONDITION, channels))
        rows[-1] = factor
        return self.add("multiply", [x, self.told(quality, rows)])

    def film(self, x: str, quality: str, module: Film) -> str:
        """x · scale(quality) + offset(quality)."""

        def anchors(values: Tensor) -> Array:
            return np.concatenate([array(values), np.zeros((1, values.shape[1]))])

        x = self.add("multiply", [x, self.told(quality, anchors(module.scale))])
        return self.add("add", [x, self.told(quality, anchors(module.offset))])

    def relu(self, x: str) -> str:
        """Leaky ReLU."""
        return self.add("leakyRelu", [x], slope=SLOPE)

    def residual(self, x: str, block: Residual) -> str:
        """See `transforms.Residual`."""
        a = self.layer(self.relu(x), block.first)
        return self.add("add", [x, self.layer(self.relu(a), block.second)])

    def separable(self, x: str, block: Separable) -> str:
        """See `transforms.Separable`."""
        a = self.layer(self.layer(x, block.reach), block.widen)
        return self.add("add", [x, self.layer(self.relu(a), block.narrow)])

    def shuffle(self, x: str, block: int) -> str:
        """Depth to space."""
        return self.add("depthToSpace", [x], block=block)

    def unshuffle(self, x: str, block: int) -> str:
        """Space to depth."""
        return self.add("spaceToDepth", [x], block=block)

    def affine(self, x: str, scale: float, shift: float) -> str:
        """scale · x + shift on three components."""
        one = self.weights("scale", np.full(3, scale))
        two = self.weights("shift", np.full(3, shift))
        return self.add("affine", [x], scale=one, shift=two)

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
