"""Reference codec that works from a pack alone, and its figures.

One command: ``python -m rdc_trainer.photo.reference PACK NAME=FOLDER``. Encodes
with the pack's analysis and entropy model, decodes with one of its heads, and
reports the exact cost of the symbols (−log2 of their integer probabilities) and
PSNR on 8-bit pixels. ``--replay`` decodes the symbols anew, with nothing but them,
and checks that the same latents come out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import zstandard
from safetensors.numpy import load
from torch import Tensor

from .bdrate import bd_rate
from .data import load_picture, picture_paths
from .evaluate import baseline_curve, padded, psnr
from .integer import Coded, Coder, IntegerModel
from .layout import GROUPS
from .tables import CLASSES, FINE, Tables, cell_shift, radius
from .transforms import mirror


class Pack:
    """A pack file, read back."""

    def __init__(self, path: Path) -> None:
        data = zstandard.ZstdDecompressor().decompress(path.read_bytes())
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        self.description = json.loads(header["__metadata__"]["rdc"])
        self.tensors = load(data)

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
                top = layer["padding"][0]
                out = F.conv2d(
                    x.permute(0, 3, 1, 2), weight, self._tensor(layer["bias"]),
                    padding=top,
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


def replay(coder: Coder, coded: Coded, quality: int) -> np.ndarray:
    """Decodes from symbols and common randomness, position by position."""
    decoder = Coder(coder.model, coder.tables, 0.0)
    decoder.serial = True
    out = decoder.encode(
        np.zeros(coded.symbols.shape), quality, given=coded.symbols, noise=coded.noise
    )
    assert (out.classes == coded.classes).all(), "the classes differ"
    return out.decoded


@torch.no_grad()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("set", help="NAME=FOLDER")
    parser.add_argument("--head", default="distortion")
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--baselines", type=Path)
    parser.add_argument("--lagrange", type=float)
    parser.add_argument("--replay", action="store_true")
    parser.add_argument(
        "--qualities", type=int, nargs="*", default=[0, 48, 96, 144, 192, 240, 288]
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pack = Pack(arguments.pack)
    lagrange = arguments.lagrange
    if lagrange is None:
        lagrange = pack.description["photo"]["lagrange"]
    coder = Coder(IntegerModel(pack.tensors), pack.tables(), lagrange)
    name, _, folder = arguments.set.partition("=")
    paths = picture_paths(Path(folder))[:: arguments.stride]
    points: dict[int, list[tuple[float, float]]] = {q: [] for q in arguments.qualities}
    for path in paths:
        picture = load_picture(path)
        height, width = picture.shape[:2]
        x = torch.from_numpy(padded(picture)[None]).float()
        for quality in arguments.qualities:
            condition = pack.condition(quality)
            y = pack.run("analysis", {"picture": x, "quality": condition})
            step64 = torch.from_numpy(pack.tensors["step64"][quality])
            values = (y / (step64 * FINE)).permute(0, 3, 1, 2).double().numpy()
            coded = coder.encode(values, quality)
            bits = float(coder.bits(coded).sum())
            decoded = coded.decoded
            if arguments.replay:
                again = replay(coder, coded, quality)
                assert (again == decoded).all(), "the decoder differs"
            latents = torch.from_numpy(decoded).permute(0, 2, 3, 1).float() * step64
            inputs = {"latents": latents, "quality": condition}
            for entry in pack.description["graphs"][arguments.head]["inputs"][2:]:
                scale = int(entry["name"].removeprefix("noise"))
                shape = (1, x.shape[1] // scale, x.shape[2] // scale)
                inputs[entry["name"]] = torch.randn(*shape, entry["shape"][3])
            out = pack.run(arguments.head, inputs)[0, :height, :width]
            pixels = (out + 0.5).floor().numpy().astype(np.uint8)
            points[quality].append((bits / (height * width), psnr(pixels, picture)))
    curve = [tuple(np.mean(points[q], axis=0)) for q in arguments.qualities]
    report: dict[str, object] = {"set": name, "head": arguments.head}
    report["points"] = [
        {"quality": q, "bpp": c[0], "psnr": c[1]}
        for q, c in zip(arguments.qualities, curve)
    ]
    for quality, point in zip(arguments.qualities, curve):
        print(f"{quality} {point[0]:.4f} bpp {point[1]:.3f} dB")
    if arguments.baselines is not None:
        known = json.loads(arguments.baselines.read_text()).get(name, {})
        for other, settings in known.items():
            anchor = baseline_curve(settings, [p.stem for p in paths])
            if len(anchor) > 3:
                report[f"bd_rate_{other}"] = bd_rate(anchor, curve)
                print(f"BD-rate against {other}: {bd_rate(anchor, curve):+.1f} %")
    if arguments.out is not None:
        arguments.out.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
