"""Steps of the photo trainings never leave their device, tried on one that is not there.

PyTorch's fake tensors have a device, a type and a shape, but no numbers; as on a GPU,
those of different devices cannot be mixed. Theirs here is `meta`, which knows no autocast.
Only the way forward is gone: gradients are where the values were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from rdc_trainer.field import device, train_classification, train_head
from rdc_trainer.field.joint import Eyes
from rdc_trainer.field.lite0 import Lite0
from rdc_trainer.field.model import Codec, Maps, Shape
from rdc_trainer.field.optimizer import soap
from rdc_trainer.field.telling import FEATURES, TellingSynthesis
from rdc_trainer.field.train import Average, lagrangian, quality_maps, to_tensor, typical_rate
from rdc_trainer.field.transforms import CELL
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode

GPU = torch.device("meta")
SIDE = 160


def moved(network: nn.Module) -> None:
    """``network.to(GPU)`` for fake tensors: parameters and buffers, nothing else."""
    for part in network.modules():
        for name, value in part._parameters.items():
            if value is not None:
                part._parameters[name] = nn.Parameter(value.detach().to(GPU), False)
        for name, value in part._buffers.items():
            if value is not None:
                part._buffers[name] = value.to(GPU)


@dataclass
class Networks:
    """All that is trained, and who looks on."""

    mode: FakeTensorMode
    codec: Codec
    eyes: Eyes
    telling: TellingSynthesis

    @property
    def lite0(self) -> Lite0:
        return self.eyes.network


@pytest.fixture(scope="module")
def networks() -> Networks:
    codec = Codec(Shape())
    eyes, telling = Eyes(codec), TellingSynthesis.of(codec)
    statements = torch.randn(4, FEATURES)
    telling.before = train_classification.Heard(telling.before, statements)
    telling.behind = train_classification.Heard(telling.behind, statements)
    mode = FakeTensorMode(allow_non_fake_inputs=True)
    with mode, torch.no_grad():
        for network in (codec, eyes.network, eyes.head, telling):
            moved(network)
    return Networks(mode, codec, eyes, telling)


@pytest.fixture
def gpu(networks: Networks, monkeypatch: pytest.MonkeyPatch) -> Iterator[Networks]:
    """The networks on another device than the processor."""
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    monkeypatch.setattr(torch, "is_autocast_enabled", lambda *_: False)
    with networks.mode, torch.no_grad():
        yield networks


def crops(count: int) -> np.ndarray:
    """Pixels of any kind."""
    return np.random.default_rng(4).integers(0, 256, (count, SIDE, SIDE, 3), dtype=np.uint8)


def batch(count: int = 2) -> tuple[Tensor, Tensor]:
    """Pictures and the quality of their cells, as trainings draw them."""
    pixels = crops(count)
    cells = quality_maps(count, SIDE // CELL, np.random.default_rng(5), pixels)
    return to_tensor(pixels).to(GPU), cells.to(GPU)


def test_what_is_on_the_processor_is_refused(gpu: Networks) -> None:
    picture, _ = batch()
    with pytest.raises(RuntimeError, match="same device"):
        picture + torch.zeros(SIDE)


def test_a_step_of_the_codec_stays_on_its_device(gpu: Networks) -> None:
    picture, cells = batch()
    with device.mixed(GPU):
        cost, *_, read, out = lagrangian(gpu.codec, picture, cells)
        seen = [gpu.eyes.loss(picture, read, out) for _ in range(2)]
    loss = (cost / typical_rate(cells.mean(dim=(1, 2, 3)))).mean() + sum(seen)
    assert {value.device for value in (*read, out, *seen, loss)} == {GPU}
    average = Average(gpu.codec)
    average.update(gpu.codec)
    assert {value.device for value in average.values.values()} == {GPU}


def test_a_step_of_the_perceptual_head_stays_on_its_device(gpu: Networks) -> None:
    picture, cells = batch()
    with device.mixed(GPU):
        read, _, _ = gpu.codec.coded(picture, Maps(cells))
    losses = train_head.losses(gpu.eyes.head, gpu.lite0, picture, read, 3, 5)
    assert {value.device for value in losses} == {GPU}


def test_a_step_of_the_classification_head_stays_on_its_device(gpu: Networks) -> None:
    rng = np.random.default_rng(6)
    told = [torch.randn(FEATURES), torch.randn(FEATURES)]
    photographs = [train_classification.Photograph(pixels, *told) for pixels in crops(2)]
    samples = train_classification.Samples(gpu.codec, gpu.lite0, photographs, SIDE, 4, rng)
    samples.add(2)
    drawn = samples.draw(2)
    losses = train_classification.losses(gpu.telling, gpu.lite0, drawn, 96, rng)
    assert {value.device for value in (*drawn, *losses)} == {GPU}


def test_what_lite0_says_is_read_on_its_device(gpu: Networks) -> None:
    assert gpu.lite0(gpu.lite0.square(crops(1)[0])).device == GPU


def test_an_optimizer_goes_on_where_its_weights_are(networks: Networks) -> None:
    torch.manual_seed(2)
    here, there = nn.Linear(3, 2), nn.Linear(3, 2)
    former = soap(list(here.parameters()), 1e-3)
    for _ in range(2):
        former.zero_grad()
        here(torch.randn(4, 3)).square().sum().backward()
        former.step()
    with networks.mode, torch.no_grad():
        moved(there)
        latter = soap(list(there.parameters()), 1e-3)
        latter.load_state_dict(former.state_dict())
        state = latter.state[there.weight]
        kept = [state["exp_avg"], state["exp_avg_sq"], *state["GG"], *state["Q"]]
    assert {value.device for value in kept} == {GPU}


@pytest.mark.parametrize(
    "found, named, expected",
    [(False, "", "cpu"), (True, "", "cuda"), (True, "cpu", "cpu"), (False, "cuda:1", "cuda:1")],
)
def test_a_gpu_is_taken_unless_another_device_is_named(
    found: bool, named: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: found)
    monkeypatch.setenv(device.VARIABLE, named)
    assert device.chosen() == torch.device(expected)
