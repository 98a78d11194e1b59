"""Common randomness: rdc(5), Dither."""

import numpy as np

MASK = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)


def blocks(seed: int, numbers: np.ndarray, picture: int, stream: int) -> np.ndarray:
    """The four words [n, 4] of each numbered block, by Philox4x32-10."""
    c0 = np.asarray(numbers).astype(np.uint64) & MASK
    c1 = np.full_like(c0, picture & 0xFFFFFFFF)
    c2 = np.full_like(c0, picture >> 32)
    c3 = np.full_like(c0, stream)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        a = c0 * np.uint64(0xD2511F53)
        b = c2 * np.uint64(0xCD9E8D57)
        c0, c1 = (b >> HALF) ^ c1 ^ np.uint64(k0), b & MASK
        c2, c3 = (a >> HALF) ^ c3 ^ np.uint64(k1), a & MASK
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], axis=-1).astype(np.int64)


def words(seed: int, numbers: np.ndarray, picture: int, stream: int) -> np.ndarray:
    """Word i mod 4 of block floor(i / 4), for each number i."""
    numbers = np.asarray(numbers, dtype=np.int64)
    block = blocks(seed, numbers >> 2, picture, stream)
    return np.take_along_axis(block, (numbers & 3)[..., None], axis=-1)[..., 0]


def places(
    count: int, resolution: int, seed: int, picture: int, stream: int
) -> np.ndarray:
    """The grid indices g of the first numbers: the top log2 G bits of their words."""
    return words(seed, np.arange(count), picture, stream) * resolution >> 32


def normals(numbers: np.ndarray, seed: int, stream: int) -> np.ndarray:
    """Nearly normal numbers, float32: sums of twelve bytes of their blocks."""
    three = blocks(seed, numbers, 0, stream)[..., :3]
    total = sum((three >> shift & 255).sum(axis=-1) for shift in (0, 8, 16, 24))
    return ((total - 1530) / 256).astype(np.float32)
