"""Model packs: safetensors inside zstd frames, one for the header, one a tensor.

The metadata entry `rdc` of the safetensors header is a JSON text: graphs,
quantizers, tables and provenance, with the CRC-32 of each tensor's bytes. The
CRC-32 of the header's JSON bytes therefore covers everything; it is the
fingerprint that a `.rdc` file carries.
"""

from __future__ import annotations

import json
import subprocess
import zlib
from pathlib import Path

import numpy as np
import torch
import zstandard
from safetensors.numpy import load, save
from torch import nn

from .layers import Clamp, DepthToSpace, Flatten, Reshape

FORMAT = 1
#: Bytes from which on weights are shared between graphs.
SHARED = 1 << 16


def current_commit() -> str:
    """The commit of the code that trains, for the pack's provenance."""
    folder = Path(__file__).parent
    found = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "--short=12", "HEAD"],
        capture_output=True, text=True, check=False,
    )
    return found.stdout.strip() or "unknown"


class PackBuilder:
    """Collects tensors and graphs, and writes the pack."""

    def __init__(self, name: str):
        self.name = name
        self.tensors: dict[str, np.ndarray] = {}
        self.graphs: dict[str, dict] = {}
        self.shared: dict[tuple, str] = {}

    def tensor(self, name: str, values: np.ndarray) -> str:
        """Adds a tensor; returns its name."""
        if name in self.tensors:
            raise ValueError(f"tensor {name} exists already")
        self.tensors[name] = np.ascontiguousarray(values)
        return name

    def weights(self, name: str, values: np.ndarray) -> str:
        """Adds weights as float16, which the reader widens exactly; returns their name.

        Large ones that another graph has already are named, not written again.
        """
        halves = np.ascontiguousarray(values.astype(np.float16))
        if halves.nbytes < SHARED:
            return self.tensor(name, halves)
        key = (halves.shape, halves.tobytes())
        if key not in self.shared:
            self.shared[key] = self.tensor(name, halves)
        return self.shared[key]

    def graph(
        self, name: str, model: nn.Sequential, inputs: list[tuple[str, list[int]]],
        extra_outputs: dict[str, int] | None = None,
    ) -> None:
        """Adds a network; several inputs are concatenated in order.

        `extra_outputs` names the output of a module by its index.
        """
        layers: list[dict] = []
        now = inputs[0][0]
        if len(inputs) > 1:
            layers.append({"op": "concat", "inputs": [n for n, _ in inputs], "output": "all"})
            now = "all"
        named = {index: label for label, index in (extra_outputs or {}).items()}
        for index, module in enumerate(model):
            layer = self._layer(f"{name}.{index}", module)
            if layer is None:
                if index in named:
                    raise ValueError(f"{name}: module {index} has no layer of its own")
                continue
            output = named.get(index, f"h{index}")
            layers.append({**layer, "inputs": [now], "output": output})
            now = output
        self.graphs[name] = {
            "inputs": [{"name": n, "shape": [-1, *shape]} for n, shape in inputs],
            "layers": layers,
            "output": now,
            "extraOutputs": sorted(named.values()),
        }

    def _layer(self, prefix: str, module: nn.Module) -> dict | None:
        match module:
            case nn.Linear():
                return {
                    "op": "linear",
                    "weight": self.weights(f"{prefix}.weight", module.weight.detach().cpu().numpy().T),
                    "bias": self.weights(f"{prefix}.bias", module.bias.detach().cpu().numpy()),
                }
            case nn.Conv2d():
                kernel = module.weight.detach().cpu().numpy().transpose(2, 3, 1, 0)
                py, px = module.padding
                return {
                    "op": "conv2d",
                    "weight": self.weights(f"{prefix}.weight", kernel),
                    "bias": self.weights(f"{prefix}.bias", module.bias.detach().cpu().numpy()),
                    "stride": module.stride[0], "padding": [py, px, py, px],
                    "paddingMode": "zeros", "groups": module.groups,
                }
            case nn.ReLU():
                return {"op": "relu"}
            case nn.LeakyReLU():
                return {"op": "leakyRelu", "slope": module.negative_slope}
            case nn.MaxPool2d():
                return {"op": "maxPool", "kernel": module.kernel_size, "stride": module.stride}
            case Clamp():
                return {"op": "clamp", "low": module.low, "high": module.high}
            case Flatten():
                return {"op": "flatten"}
            case Reshape():
                return {"op": "reshape", "shape": list(module.shape)}
            case DepthToSpace():
                return {"op": "depthToSpace", "block": module.block}
            case nn.Dropout():
                return None
        raise TypeError(f"no layer kind for {type(module).__name__}")

    def write(self, path: Path, metadata: dict) -> int:
        """Writes the pack and returns its fingerprint."""
        description = {
            "format": FORMAT, "name": self.name, "graphs": self.graphs, **metadata,
            "crc32": {n: zlib.crc32(t.tobytes()) for n, t in sorted(self.tensors.items())},
        }
        text = json.dumps(description, sort_keys=True, separators=(",", ":"))
        data = save(self.tensors, metadata={"rdc": text})
        header = data[8 : 8 + int.from_bytes(data[:8], "little")]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(frames(data))
        return zlib.crc32(header)


def frames(data: bytes) -> bytes:
    """A safetensors file as zstd frames: the header, then each tensor.

    A reader inflates what it needs; `zstd -d` gives the whole file.
    """
    size = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:size])
    header.pop("__metadata__", None)
    places = sorted(tuple(entry["data_offsets"]) for entry in header.values())
    parts = [data[size + start : size + end] for start, end in places if end > start]
    return b"".join(frame(part) for part in [data[:size], *parts])


def frame(data: bytes) -> bytes:
    """One zstd frame. Weights hardly compress: they stay plain, and load fast."""
    small = zstandard.ZstdCompressor(level=19).compress(data)
    plain = zstandard.ZstdCompressor(level=-10).compress(data)
    return small if len(small) < 0.85 * len(data) else plain


class Pack:
    """A pack, read back: what `PackBuilder` wrote."""

    def __init__(self, path: Path):
        with path.open("rb") as source:
            reader = zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True)
            data = reader.read()
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        self.description = json.loads(header["__metadata__"]["rdc"])
        self.tensors: dict[str, np.ndarray] = load(data)

    def restore(self, graph: str, model: nn.Sequential) -> None:
        """Gives a model of the same layers a graph's weights."""
        layers = [
            layer for layer in self.description["graphs"][graph]["layers"] if "weight" in layer
        ]
        modules = [m for m in model if isinstance(m, (nn.Linear, nn.Conv2d))]
        with torch.no_grad():
            for layer, module in zip(layers, modules, strict=True):
                weight = torch.from_numpy(self.tensors[layer["weight"]]).float()
                order = (3, 2, 0, 1) if isinstance(module, nn.Conv2d) else (1, 0)
                weight = weight.permute(order)
                if weight.shape != module.weight.shape:
                    raise ValueError(f"{graph}: {layer['weight']} does not fit the model")
                module.weight.copy_(weight)
                module.bias.copy_(torch.from_numpy(self.tensors[layer["bias"]]).float())
