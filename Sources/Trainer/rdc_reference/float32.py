"""Arithmetic of single precision: rdc-pack(5), Graphs."""

import numpy as np

LARGEST_BLOCK = 1 << 14  # numbers worked on at once: they stay in the cache


def rounded(product: np.ndarray, addend: np.ndarray) -> np.ndarray:
    """product + addend, both float64, rounded once to float32.

    The sum is rounded to 53 bits first. Rounding that again to 24 bits is wrong only
    where it lies half-way between two numbers of float32 and was not exact; there it
    moves one unit towards the exact sum. Half-way points end on 28 bits of 0.
    """
    total = product + addend
    ends = total.view(np.int64) & 0xFFFFFFF == 0
    if ends.any():
        p, a, t = product[ends], addend[ends], total[ends]
        part = t - p  # Knuth's exact error of a sum
        error = (p - (t - part)) + (a - part)
        inexact = np.isfinite(error) & (error != 0)
        step = np.where((error > 0) == (t > 0), 1, -1)
        total[ends] = (t.view(np.int64) + np.where(inexact, step, 0)).view(np.float64)
    return total.astype(np.float32)


def fma(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """a * b + c of float32, rounded once; products are exact in float64."""
    product = np.multiply(a, b, dtype=np.float64)
    return rounded(product, np.broadcast_to(c, product.shape).astype(np.float64))


def chain(x: np.ndarray, weight: np.ndarray, start: np.ndarray) -> np.ndarray:
    """For each row of x [P, K] the chain of fused multiply-adds, in ascending order
    of k, of x[k] * weight[k] from `start` [O]: [P, O]."""
    rows = max(1, LARGEST_BLOCK // weight.shape[1])
    wide = weight.astype(np.float64)
    result = np.empty((len(x), weight.shape[1]), np.float32)
    for first in range(0, len(x), rows):
        columns = np.ascontiguousarray(x[first : first + rows].T, dtype=np.float64)
        value = np.broadcast_to(start, (columns.shape[1], len(start)))
        for column, row in zip(columns, wide, strict=True):
            value = rounded(column[:, None] * row, value.astype(np.float64))
        result[first : first + rows] = value
    return result


def limited(x: np.ndarray, high: int) -> np.ndarray:
    """Limited to [0, high]; what is not a number counts as 0."""
    return np.where(x > 0, np.minimum(x, np.float32(high)), np.float32(0))
