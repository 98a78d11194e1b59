"""Where photos are trained: on a GPU, if there is one, by the same commands.

Networks, batches and averages are there. Pictures, and all that decides a file's bits
(integers in NumPy), stay on the processor, and so do the commands that measure and
export. A checkpoint that was written on one device opens on the other.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

VARIABLE = "RDC_DEVICE"
"""Environment variable that names another device, as PyTorch does; all stages of a run
inherit it."""


def chosen() -> torch.device:
    """The device to train on."""
    # What is outside `mixed` wants float32 as it is: TF32 would round pictures to an
    # eighth of a gray level before their steps are measured.
    torch.backends.cudnn.conv.fp32_precision = "ieee"
    usual = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(os.environ.get(VARIABLE) or usual)


def of(network: nn.Module) -> torch.device:
    """The device that a network's weights are on."""
    return next(network.parameters()).device


def mixed(device: torch.device) -> torch.autocast:
    """Products in bfloat16."""
    return torch.autocast(device.type, dtype=torch.bfloat16)


def exact(x: Tensor) -> torch.autocast:
    """Everything in float32, inside of `mixed`, too."""
    return torch.autocast(x.device.type, enabled=False)


def is_mixed(x: Tensor) -> bool:
    """Whether this is inside of `mixed`."""
    return torch.is_autocast_enabled(x.device.type)


def load(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """A checkpoint, wherever it was written."""
    return torch.load(path, map_location=device)
