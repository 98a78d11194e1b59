"""The lapped block transform that the learned transforms start from.

A time-domain lapped transform (Tran, Liang and Tu 2003): a pre-filter on the
eight samples around every block edge, then the 8-point DCT; the synthesis is the
inverse DCT and the inverse filter. The filter touches only the part of a signal
that is odd about the edge, so a picture that is mirrored at its border
(``cba|abc``) passes the border unchanged: no block is coded beyond the picture.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

BLOCK = 8

ODD_PART: Matrix = np.asarray(
    [
        [0.954996, 0.783336, 0.354804, 0.23914],
        [-0.551982, 0.900787, 0.618786, 0.235366],
        [0.112355, -0.364658, 1.091617, 0.390379],
        [-0.029474, 0.008152, -0.119549, 1.187907],
    ]
)
"""Odd-part filter with the greatest coding gain (9.62 dB; the plain DCT has 8.83)
over a first-order Markov source of correlation 0.95, by `optimise_odd_part`."""


def dct_matrix() -> Matrix:
    """The orthonormal 8-point DCT-II; rows are basis functions."""
    k = np.arange(BLOCK)[:, None]
    n = np.arange(BLOCK)[None, :]
    matrix = np.sqrt(2 / BLOCK) * np.cos(np.pi * (2 * n + 1) * k / (2 * BLOCK))
    matrix[0] /= np.sqrt(2)
    return matrix


def edge_filter(odd_part: Matrix) -> Matrix:
    """The 8×8 pre-filter across an edge with ``odd_part`` on the odd half."""
    half = BLOCK // 2
    eye, flip = np.eye(half), np.fliplr(np.eye(half))
    butterfly = np.block([[eye, flip], [flip, -eye]]) / np.sqrt(2)
    middle = np.block([[eye, np.zeros_like(eye)], [np.zeros_like(eye), odd_part]])
    return butterfly @ middle @ butterfly


def bases(odd_part: Matrix) -> tuple[Matrix, Matrix]:
    """Analysis (8×16) and synthesis (16×8) bases of one block."""
    half = BLOCK // 2
    pre = edge_filter(odd_part)
    post = np.linalg.inv(pre)
    analysis = np.zeros((BLOCK, 2 * BLOCK))
    synthesis = np.zeros((2 * BLOCK, BLOCK))
    dct = dct_matrix()
    # The block is the lower half of the left edge's cell and the upper half of
    # the right edge's cell.
    spread = np.zeros((BLOCK, 2 * BLOCK))
    spread[:half, :BLOCK] = pre[half:]
    spread[half:, BLOCK:] = pre[:half]
    gather = np.zeros((2 * BLOCK, BLOCK))
    gather[:BLOCK, :half] = post[:, half:]
    gather[BLOCK:, half:] = post[:, :half]
    analysis[:] = dct @ spread
    synthesis[:] = gather @ dct.T
    return analysis, synthesis


def coding_gain(odd_part: Matrix, correlation: float = 0.95) -> float:
    """Coding gain in dB over a first-order Markov source."""
    analysis, synthesis = bases(odd_part)
    lag = np.abs(np.subtract.outer(np.arange(2 * BLOCK), np.arange(2 * BLOCK)))
    covariance = correlation**lag
    variance = np.einsum("ij,jk,ik->i", analysis, covariance, analysis)
    norm = (synthesis**2).sum(axis=0)
    return float(-10 * np.mean(np.log10(variance * norm)))


def optimise_odd_part(seed: int = 0) -> Matrix:
    """Searches the odd-part filter with the greatest coding gain."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(seed)
    half = BLOCK // 2
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
    found = optimise_odd_part()
    print(coding_gain(np.eye(4)), coding_gain(found))
    print(np.round(found, 6).tolist())
    a, s = bases(found)
    print((s**2).sum(0))
