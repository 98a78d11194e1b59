"""Times PyTorch on the graphs of a digit pack: what `rdc bench` compares with."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import torch
import zstandard
from safetensors.torch import load
from torch import nn

from .layers import Clamp, DepthToSpace, Flatten, Reshape


def read_pack(path: Path) -> tuple[dict, dict[str, torch.Tensor]]:
    """The description of a pack, and its tensors."""
    frames = zstandard.ZstdDecompressor().stream_reader(
        io.BytesIO(path.read_bytes()), read_across_frames=True
    )
    data = frames.read()
    size = 8 + int.from_bytes(data[:8], "little")
    return json.loads(json.loads(data[8:size])["__metadata__"]["rdc"]), load(data)


def module(layer: dict, tensors: dict[str, torch.Tensor]) -> nn.Module:
    """One layer of a graph as a PyTorch module."""
    match layer["op"]:
        case "linear":
            weight = tensors[layer["weight"]].float().T.contiguous()
            made = nn.Linear(weight.shape[1], weight.shape[0])
        case "conv2d":
            weight = tensors[layer["weight"]].float().permute(3, 2, 0, 1).contiguous()
            top, left, _, _ = layer["padding"]
            made = nn.Conv2d(
                weight.shape[1], weight.shape[0], weight.shape[2:], layer["stride"], (top, left)
            )
        case "relu":
            return nn.ReLU()
        case "leakyRelu":
            return nn.LeakyReLU(layer["slope"])
        case "clamp":
            return Clamp(layer["low"], layer["high"])
        case "maxPool":
            return nn.MaxPool2d(layer["kernel"], layer["stride"])
        case "reshape":
            return Reshape(*layer["shape"])
        case "depthToSpace":
            return DepthToSpace(layer["block"])
        case "flatten":
            return Flatten()
        case other:
            raise ValueError(f"no module for {other}")
    made.weight.data = weight
    made.bias.data = tensors[layer["bias"]].float()
    return made


def rate(graph: dict, tensors: dict[str, torch.Tensor], batch: int, runs: int) -> float:
    """Rows a second, the best of several runs."""
    # Several inputs are joined by the first layer; here they come joined.
    layers = [layer for layer in graph["layers"] if layer["op"] != "concat"]
    model = nn.Sequential(*(module(layer, tensors) for layer in layers)).eval()
    x = torch.rand(batch, sum(entry["shape"][1] for entry in graph["inputs"])) - 0.5
    best = float("inf")
    with torch.inference_mode():
        model(x)
        for _ in range(runs):
            start = time.perf_counter()
            model(x)
            best = min(best, time.perf_counter() - start)
    return batch / best


def bench(path: Path, batch: int, runs: int) -> None:
    """Prints pictures a second for every rung and head, as `rdc bench` names them."""
    description, tensors = read_pack(path)
    threads = torch.get_num_threads()
    print("rung  work                       threads  pictures/s")
    for rung in description["rungs"]:
        cells = rung["levels"] ** rung["latents"]
        rows = {f"graph {head}": (name, 1) for head, name in rung["heads"].items()}
        rows["graph candidates"] = (rung["heads"]["distortion"], cells)
        for work, (name, share) in sorted(rows.items()):
            found = rate(description["graphs"][name], tensors, batch, runs) / share
            print(f"{rung['bits']:.2f}  {work:25}  {threads}        {found:.0f}", flush=True)
