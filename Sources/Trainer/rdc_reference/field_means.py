"""Means of blocks from coarse latents: rdc-field(5), Means of blocks."""

import numpy as np

# Row and column of each frequency of a 4x4 block, in the zigzag order.
ZIGZAG = [(0, 0), (0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2),
          (2, 1), (3, 0), (3, 1), (2, 2), (1, 3), (2, 3), (3, 2), (3, 3)]  # fmt: skip

# The plane and the places in zigzag order of the coarse channels.
CHANNELS = [
    (plane, place)
    for plane, first, last in (
        (0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 15), (1, 1, 5), (2, 1, 5), (1, 6, 15), (2, 6, 15),
    )
    for place in range(first, last + 1)
]  # fmt: skip


def block_means(
    values: np.ndarray, unit: np.ndarray, dct: np.ndarray, post: np.ndarray
) -> np.ndarray:
    """M [4 hc, 4 wc, 3] in 1/16, of Y and R [hc, wc, 48]."""
    rows, columns, _ = values.shape
    coefficients = np.clip(values * unit + (1 << 11) >> 12, -(1 << 20), 1 << 20)
    x = np.zeros((rows, columns, 3, 4, 4), np.int64)
    for channel, (plane, place) in enumerate(CHANNELS):
        x[:, :, plane, *ZIGZAG[place]] = coefficients[..., channel]
    t = np.einsum("vy,ijpvu->ijpyu", dct, x) + (1 << 12) >> 13
    b = np.einsum("ux,ijpyu->ijpyx", dct, t) + (1 << 12) >> 13
    means = b.transpose(0, 3, 1, 4, 2).reshape(4 * rows, 4 * columns, 3)
    lap(means, post)
    lap(means.transpose(1, 0, 2), post)
    return means


def lap(samples: np.ndarray, post: np.ndarray) -> None:
    """Filters, in place, the four samples around every edge between rows of cells."""
    for edge in range(4, len(samples), 4):
        around = samples[edge - 2 : edge + 2]
        around[:] = np.tensordot(post, around, 1) + (1 << 12) >> 13
