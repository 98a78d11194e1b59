"""Packs: what is written is read again, and the fingerprint covers all of it."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
import zstandard
from rdc_trainer.layers import Clamp, DepthToSpace
from rdc_trainer.pack import PackBuilder, frames
from rdc_trainer.field.pack_reader import Pack
from safetensors.numpy import load
from torch import nn

SHIPPED = Path(__file__).parents[3] / "Sources/EmbeddedModels/packs"


def network() -> nn.Sequential:
    """Some of the layer kinds, with weights that float16 holds exactly."""
    torch.manual_seed(3)
    net = nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.LeakyReLU(0.25), nn.Conv2d(8, 12, 1),
        DepthToSpace(2), Clamp(-1, 1),
    ).requires_grad_(False)  # fmt: skip
    for parameter in net.parameters():
        parameter.copy_(parameter.half().float())
    return net


def written(path: Path) -> tuple[nn.Sequential, int]:
    net = network()
    builder = PackBuilder("test")
    builder.graph("head", net, [("x", [6, 4, 3])])
    builder.tensor("table", np.arange(5, dtype=np.uint32))
    return net, builder.write(path, {"provenance": {"seed": 3}})


def inflated(path: Path) -> bytes:
    with path.open("rb") as source:
        return zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True).read()


def header(data: bytes) -> bytes:
    return data[8 : 8 + int.from_bytes(data[:8], "little")]


def description(data: bytes) -> dict:
    return json.loads(json.loads(header(data))["__metadata__"]["rdc"])


def test_a_graph_runs_from_the_pack_as_in_pytorch(tmp_path: Path) -> None:
    net, _ = written(tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    x = torch.rand(2, 6, 4, 3)
    expected = net(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
    torch.testing.assert_close(pack.run("head", {"x": x}), expected, rtol=0, atol=1e-6)
    assert pack.description["provenance"] == {"seed": 3}
    assert pack.tensors["table"].tolist() == [0, 1, 2, 3, 4]


def test_the_fingerprint_covers_every_tensor(tmp_path: Path) -> None:
    _, fingerprint = written(tmp_path / "pack")
    data = inflated(tmp_path / "pack")
    assert zlib.crc32(header(data)) == fingerprint
    tensors = load(data)
    sums = {name: zlib.crc32(values.tobytes()) for name, values in tensors.items()}
    assert description(data)["crc32"] == sums


def test_equal_contents_give_equal_bytes(tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_each_tensor_has_a_frame_of_its_own(tmp_path: Path) -> None:
    written(tmp_path / "pack")
    data, packed = inflated(tmp_path / "pack"), (tmp_path / "pack").read_bytes()
    assert packed == frames(data)
    sizes = []
    while packed:
        decompressor = zstandard.ZstdDecompressor().decompressobj()
        sizes.append(len(decompressor.decompress(packed)))
        packed = decompressor.unused_data
    assert len(sizes) == 1 + len(load(data))
    assert sizes[0] == 8 + len(header(data)) and sum(sizes) == len(data)


def test_a_second_tensor_of_a_name_is_refused() -> None:
    builder = PackBuilder("test")
    builder.tensor("one", np.zeros(1))
    with pytest.raises(ValueError, match="one exists already"):
        builder.tensor("one", np.zeros(1))


def test_a_module_without_a_layer_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="no layer kind for Tanh"):
        PackBuilder("test").graph("head", nn.Sequential(nn.Tanh()), [("x", [1])])


@pytest.mark.parametrize("name", ["digits", "photo"])
def test_shipped_packs_hold_what_their_sums_say(name: str) -> None:
    data = inflated(SHIPPED / f"{name}.rdcpack")
    sums = description(data)["crc32"]
    tensors = load(data)
    assert sums == {name: zlib.crc32(values.tobytes()) for name, values in tensors.items()}
