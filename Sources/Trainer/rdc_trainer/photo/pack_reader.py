"""Reads a photo pack and runs its graphs, independently of what wrote it."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..pack import Pack as PackFile
from .layout import GROUPS
from .tables import CLASSES, Tables, cell_shift, radius
from .transforms import mirror


class Pack(PackFile):
    """A photo pack that runs."""

    def tables(self) -> Tables:
        """The probability tables."""
        flat = self.tensors["knots"].astype(np.int64)
        knots, place = [], 0
        for _ in GROUPS:
            row = []
            for c in range(CLASSES):
                assert self.tensors["cell"][c] == cell_shift(c)
                assert self.tensors["radius"][c] == radius(c)
                count = 4 * (2 * radius(c) + 4) + 1
                row.append(flat[place : place + count])
                place += count
            knots.append(row)
        assert place == len(flat)
        return Tables(knots, self.tensors["dither"].astype(np.int64))

    def run(self, graph: str, inputs: dict[str, Tensor]) -> Tensor:
        """Runs a graph; pictures are NHWC."""
        values = dict(inputs)
        description = self.description["graphs"][graph]
        for layer in description["layers"]:
            given = [values[name] for name in layer["inputs"]]
            values[layer["output"]] = self._layer(layer, given)
        return values[description["output"]]

    def _tensor(self, name: str) -> Tensor:
        return torch.from_numpy(self.tensors[name].astype(np.float32))

    def _layer(self, layer: dict, given: list[Tensor]) -> Tensor:
        x = given[0]
        match layer["op"]:
            case "linear":
                return x @ self._tensor(layer["weight"]) + self._tensor(layer["bias"])
            case "conv2d":
                weight = self._tensor(layer["weight"]).permute(3, 2, 0, 1).contiguous()
                out = F.conv2d(
                    x.permute(0, 3, 1, 2), weight, self._tensor(layer["bias"]),
                    stride=layer["stride"], padding=layer["padding"][0],
                )  # fmt: skip
                return out.permute(0, 2, 3, 1)
            case "depthToSpace":
                b = layer["block"]
                n, h, w, c = x.shape
                x = x.reshape(n, h, w, b, b, c // b // b).permute(0, 1, 3, 2, 4, 5)
                return x.reshape(n, h * b, w * b, c // b // b)
            case "spaceToDepth":
                b = layer["block"]
                n, h, w, c = x.shape
                x = x.reshape(n, h // b, b, w // b, b, c).permute(0, 1, 3, 2, 4, 5)
                return x.reshape(n, h // b, w // b, c * b * b)
            case "relu":
                return x.relu()
            case "maxPool":
                y = F.max_pool2d(x.permute(0, 3, 1, 2), layer["kernel"], layer["stride"])
                return y.permute(0, 2, 3, 1)
            case "averagePool":
                y = F.avg_pool2d(x.permute(0, 3, 1, 2), layer["kernel"], layer["stride"])
                return y.permute(0, 2, 3, 1)
            case "globalAveragePool":
                return x.mean(dim=(1, 2))
            case "leakyRelu":
                return F.leaky_relu(x, layer["slope"])
            case "add" | "multiply":
                y = given[1]
                if y.dim() == 2 and x.dim() == 4:
                    y = y[:, None, None, :]
                return x + y if layer["op"] == "add" else x * y
            case "affine":
                return x * self._tensor(layer["scale"]) + self._tensor(layer["shift"])
            case "concat":
                return torch.cat(given, dim=-1)
            case "slice":
                return x[..., layer["from"] : layer["to"]]
            case "clamp":
                return x.clamp(layer["low"], layer["high"])
            case "mirrorPad":
                return mirror(x.permute(0, 3, 1, 2), layer["size"]).permute(0, 2, 3, 1)
            case "crop":
                n = layer["size"]
                return x[:, n:-n, n:-n]
        raise ValueError(f"unknown operation {layer['op']}")

    def condition(self, quality: int) -> Tensor:
        """The quality vector of one picture."""
        return self._tensor("quality")[quality : quality + 1]
