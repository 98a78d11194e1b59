"""Dithered quantization as the paper has it, with the dither from a fine grid.

Latents lie on [−1, 1], L levels are Δ = 2/(L − 1) apart, u is uniform on
[−Δ/2, Δ/2]; the level nearest to f(x) + u is sent and level − u decoded.
"""

from __future__ import annotations

import torch

from ..digits.models import Rung, dither_offset


def step(rung: Rung) -> float:
    """Δ."""
    return 2 / (rung.levels - 1)


def quantize(latents: torch.Tensor, places: torch.Tensor, rung: Rung) -> torch.Tensor:
    """Indices of the levels nearest to f(x) + u, [n, d]."""
    indices = latents / step(rung) + dither_offset(places) + (rung.levels - 1) / 2
    return indices.round().clamp(0, rung.levels - 1).long()


def dequantize(indices: torch.Tensor, places: torch.Tensor, rung: Rung) -> torch.Tensor:
    """level − u, what the decoder reads."""
    return (indices - (rung.levels - 1) / 2 - dither_offset(places)) * step(rung)


def disturbed(latents: torch.Tensor, rung: Rung, generator: torch.Generator) -> torch.Tensor:
    """f(x) + U, U uniform: exactly how level − u is distributed given x.

    The dither never overloads the quantizer, so training on this is training
    on the quantized latents, with a true gradient.
    """
    noise = torch.rand(latents.shape, generator=generator) - 0.5
    return latents + noise * step(rung)


def cell_numbers(indices: torch.Tensor, rung: Rung) -> torch.Tensor:
    """Row of `Rung.cells()` of each index vector."""
    radix = rung.levels ** torch.arange(rung.latents - 1, -1, -1)
    return (indices * radix).sum(1)
