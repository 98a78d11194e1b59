"""Real bits: an arithmetic coder over integer tables, with its inverse.

After Witten, Neal and Cleary 1987, with 32-bit bounds; one stream for all
pictures, so what it adds to −log2 P is a few bits in all.
"""

from __future__ import annotations

import numpy as np
import torch

from ..digits.models import Rung
from ..digits.tables import context_numbers

TOP, HALF, QUARTER = 1 << 32, 1 << 31, 1 << 30


class BitWriter:
    """Collects bits, and the carries that wait for their value."""

    def __init__(self) -> None:
        self.bits: list[int] = []
        self.waiting = 0

    def put(self, bit: int) -> None:
        self.bits.append(bit)
        self.bits += [1 - bit] * self.waiting
        self.waiting = 0


def encode(intervals: list[tuple[int, int, int]]) -> bytes:
    """Codes symbols given as (low, high, total) of their tables."""
    low, high, out = 0, TOP - 1, BitWriter()
    for first, last, total in intervals:
        span = high - low + 1
        high = low + span * last // total - 1
        low = low + span * first // total
        while True:
            if high < HALF:
                out.put(0)
            elif low >= HALF:
                out.put(1)
                low, high = low - HALF, high - HALF
            elif low >= QUARTER and high < HALF + QUARTER:
                out.waiting += 1
                low, high = low - QUARTER, high - QUARTER
            else:
                break
            low, high = 2 * low, 2 * high + 1
    out.waiting += 1
    out.put(0 if low < QUARTER else 1)
    return np.packbits(np.array(out.bits, np.uint8)).tobytes()


class Decoder:
    """The inverse of `encode`; bits behind the end read as zeros."""

    def __init__(self, data: bytes):
        self.bits = np.unpackbits(np.frombuffer(data, np.uint8)).tolist()
        self.place, self.low, self.high, self.value = 0, 0, TOP - 1, 0
        for _ in range(32):
            self.value = 2 * self.value + self.next()

    def next(self) -> int:
        self.place += 1
        return self.bits[self.place - 1] if self.place <= len(self.bits) else 0

    def symbol(self, cumulative: list[int]) -> int:
        """The symbol of a table [0, …, total]."""
        total, span = cumulative[-1], self.high - self.low + 1
        count = ((self.value - self.low + 1) * total - 1) // span
        symbol = next(k for k in range(len(cumulative) - 1) if count < cumulative[k + 1])
        self.high = self.low + span * cumulative[symbol + 1] // total - 1
        self.low = self.low + span * cumulative[symbol] // total
        while True:
            if self.high < HALF:
                taken = 0
            elif self.low >= HALF:
                taken = HALF
            elif self.low >= QUARTER and self.high < HALF + QUARTER:
                taken = QUARTER
            else:
                return symbol
            self.low, self.high = 2 * (self.low - taken), 2 * (self.high - taken) + 1
            self.value = 2 * (self.value - taken) + self.next()


def cumulative_tables(table: np.ndarray) -> np.ndarray:
    """T[context, k, g] → cumulative counts [context, k + 1, g]."""
    sums = table.astype(np.int64).cumsum(1)
    return np.concatenate([np.zeros_like(sums[:, :1]), sums], 1)


def real_bits(
    rung: Rung, table: np.ndarray, cells: torch.Tensor, places: torch.Tensor
) -> float:
    """Bits a picture of one stream that holds all of them, decoded to be sure."""
    indices, where = rung.cells()[cells].numpy(), places.numpy()
    contexts, sums = context_numbers(indices, rung.levels), cumulative_tables(table)
    lower, upper = sums[contexts, indices, where], sums[contexts, indices + 1, where]
    totals = sums[contexts, rung.levels, where]
    intervals = np.stack([lower, upper, totals], -1).reshape(-1, 3).tolist()
    data = encode(intervals)
    decoder = Decoder(data)
    for picture, row in enumerate(indices.tolist()):
        for latent, index in enumerate(row):
            # The predecessors are decoded already, so the context is known.
            counts = sums[contexts[picture, latent], :, where[picture, latent]].tolist()
            if decoder.symbol(counts) != index:
                raise ValueError(f"picture {picture} does not decode")
    return 8 * len(data) / len(indices)
