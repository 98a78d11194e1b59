"""Stage 5: the integer tables of P(k | u), counted on the training set."""

from __future__ import annotations

import numpy as np
import torch

from .models import Rung


def context_numbers(indices: np.ndarray, levels: int) -> np.ndarray:
    """Context of each latent: its predecessors as a mixed-radix number.

    Latent i has Lⁱ contexts; they are numbered through, latent after latent.
    """
    contexts = np.zeros_like(indices)
    first, number = 0, np.zeros(len(indices), np.int64)
    for i in range(indices.shape[1]):
        contexts[:, i] = first + number
        first += levels**i
        number = number * levels + indices[:, i]
    return contexts


def count_tables(
    rung: Rung, cells: torch.Tensor, places: torch.Tensor, prior: float = 60
) -> np.ndarray:
    """Weights T[context, k, g] as uint16, for the reader to normalise.

    A dither place with few counts leans on the context's counts over all
    places, as if `prior` more pictures had been seen there.
    """
    levels = rung.levels
    indices = rung.cells()[cells.cpu()].numpy()
    contexts = context_numbers(indices, levels)
    total = sum(levels**i for i in range(rung.latents))
    counts = np.zeros((total, levels, rung.resolution))
    np.add.at(counts, (contexts, indices, places.cpu().numpy()), 1)
    overall = counts.sum(2, keepdims=True) + 0.5
    overall /= overall.sum(1, keepdims=True)
    shares = counts + prior * overall
    shares /= shares.sum(1, keepdims=True)
    return np.maximum(1, np.round(shares * 65000)).astype(np.uint16)


def ideal_bits(
    rung: Rung, table: np.ndarray, cells: torch.Tensor, places: torch.Tensor
) -> np.ndarray:
    """−log2 P of each row under the tables (normalised in floating point)."""
    indices = rung.cells()[cells.cpu()].numpy()
    contexts = context_numbers(indices, rung.levels)
    shares = table / table.sum(1, keepdims=True, dtype=np.float64)
    return -np.log2(shares[contexts, indices, places.cpu().numpy()]).sum(1)


def cell_bits(rung: Rung, table: np.ndarray, places: torch.Tensor) -> torch.Tensor:
    """−log2 P of every cell under each dither: [dithers, cells]."""
    indices = rung.cells().numpy()
    contexts = context_numbers(indices, rung.levels)
    shares = table / table.sum(1, keepdims=True, dtype=np.float64)
    bits = 0.0
    for i in range(rung.latents):
        bits = bits - np.log2(shares[contexts[:, i], indices[:, i]][:, places[:, i].cpu().numpy()])
    return torch.from_numpy(bits.T).float()
