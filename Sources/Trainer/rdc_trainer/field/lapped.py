"""The lapped block transforms that the learned transforms start from.

A time-domain lapped transform (Tran, Liang and Tu 2003): a pre-filter on the samples
around every block edge, then the DCT; the synthesis is the inverse DCT and the inverse
filter. The filter touches only the part of a signal that is odd about the edge, so a
picture that is mirrored at its border (``cba|abc``) passes the border unchanged: no
block is coded beyond the picture.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

ODD_PARTS: dict[int, Matrix] = {
    4: np.asarray([[1.284242, 0.749636], [-0.249886, 1.324787]]),
    8: np.asarray(
        [
            [0.954996, 0.783336, 0.354804, 0.23914],
            [-0.551982, 0.900787, 0.618786, 0.235366],
            [0.112355, -0.364658, 1.091617, 0.390379],
            [-0.029474, 0.008152, -0.119549, 1.187907],
        ]
    ),
}
"""Odd-part filter of each block size with the greatest coding gain over a first-order
Markov source of correlation 0.95, by `optimise_odd_part`."""


def dct_matrix(block: int) -> Matrix:
    """The orthonormal DCT-II; rows are basis functions."""
    k = np.arange(block)[:, None]
    n = np.arange(block)[None, :]
    matrix = np.sqrt(2 / block) * np.cos(np.pi * (2 * n + 1) * k / (2 * block))
    matrix[0] /= np.sqrt(2)
    return matrix


def edge_filter(odd_part: Matrix) -> Matrix:
    """The pre-filter across an edge with ``odd_part`` on the odd half."""
    half = len(odd_part)
    eye, flip = np.eye(half), np.fliplr(np.eye(half))
    butterfly = np.block([[eye, flip], [flip, -eye]]) / np.sqrt(2)
    middle = np.block([[eye, np.zeros_like(eye)], [np.zeros_like(eye), odd_part]])
    return butterfly @ middle @ butterfly


def bases(odd_part: Matrix) -> tuple[Matrix, Matrix]:
    """Analysis (block × 2·block) and synthesis bases of one block."""
    half = len(odd_part)
    block = 2 * half
    pre = edge_filter(odd_part)
    post = np.linalg.inv(pre)
    dct = dct_matrix(block)
    # The block is the lower half of the left edge's cell and the upper half of
    # the right edge's cell.
    spread = np.zeros((block, 2 * block))
    spread[:half, :block] = pre[half:]
    spread[half:, block:] = pre[:half]
    gather = np.zeros((2 * block, block))
    gather[:block, :half] = post[:, half:]
    gather[block:, half:] = post[:, :half]
    return dct @ spread, gather @ dct.T


def coding_gain(odd_part: Matrix, correlation: float = 0.95) -> float:
    """Coding gain in dB over a first-order Markov source."""
    analysis, synthesis = bases(odd_part)
    count = analysis.shape[1]
    lag = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    covariance = correlation**lag
    variance = np.einsum("ij,jk,ik->i", analysis, covariance, analysis)
    norm = (synthesis**2).sum(axis=0)
    return float(-10 * np.mean(np.log10(variance * norm)))


def optimise_odd_part(block: int, seed: int = 0) -> Matrix:
    """Searches the odd-part filter with the greatest coding gain."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(seed)
    half = block // 2
    best: Matrix | None = None
    for _ in range(6):
        start = np.eye(half) + 0.2 * rng.standard_normal((half, half))
        found = minimize(
            lambda v: -coding_gain(v.reshape(half, half)), start.ravel(), method="BFGS"
        )
        candidate = found.x.reshape(half, half)
        if best is None or coding_gain(candidate) > coding_gain(best):
            best = candidate
    assert best is not None
    return best


if __name__ == "__main__":
    for size in (4, 8):
        part = optimise_odd_part(size)
        print(size, coding_gain(np.eye(size // 2)), coding_gain(part))
        print(np.round(part, 6).tolist())
