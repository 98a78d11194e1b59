"""Probabilities of symbols: a discretised logistic behind a flag for whole groups.

A group of channels at a place first tells by a flag whether any of its symbols is not
zero. Behind a raised flag "all zero" is impossible, and the masses are those of the
product law without that one case, so the flag costs nothing that it does not give back.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

SMALLEST_LOG_SCALE, LARGEST_LOG_SCALE = -5.0, 8.0
LEAST_MASS = 1e-7


def sharpness(log_scale: Tensor) -> Tensor:
    """Inverse of the logistic scale, limited to the tables' classes."""
    return torch.exp2(-log_scale.clamp(SMALLEST_LOG_SCALE, LARGEST_LOG_SCALE))


def mass(distance: Tensor, sharp: Tensor) -> Tensor:
    """Mass of a unit bin at ``distance`` under a logistic density."""
    near = (0.5 - distance.abs()) * sharp
    return torch.sigmoid(near) - torch.sigmoid(near - sharp)


def bits(distance: Tensor, sharp: Tensor) -> Tensor:
    """−log2 of the unit bin's mass."""
    return -torch.log2(mass(distance, sharp).clamp(min=LEAST_MASS))


def zero_bits(sharp: Tensor) -> Tensor:
    """Bits of a zero: `bits` at distance 0, with fewer operations."""
    # σ(s/2) − σ(−s/2) = tanh(s/4)
    return -torch.log2(torch.tanh(sharp / 4).clamp(min=LEAST_MASS))


def refund(zeros: Tensor) -> Tensor:
    """Bits that a raised flag gives back: −log2(1 − 2^−zeros), ``zeros`` the bits of
    all symbols zero."""
    return -torch.log2((1 - torch.exp2(-zeros)).clamp(min=1e-4))


def flag_bits(raised: Tensor, logit: Tensor) -> Tensor:
    """Bits of the flag."""
    return F.binary_cross_entropy_with_logits(logit, raised, reduction="none") * 1.442695
