"""What a classifier saw in the original: rdc-field(5), Statement."""

from fractions import Fraction

import numpy as np

from .errors import Refused
from .float32 import fma

LEVELS = {2: (6,), 5: (4, 3, 3)}  # bits of each label's level, by bytes


def parse(content: bytes, labels: int) -> list[tuple[int, Fraction]]:
    """The stated labels and their probabilities."""
    if len(content) not in LEVELS:
        raise Refused("statement", f"{len(content)} bytes")
    bits = f"{int.from_bytes(content, 'big'):0{8 * len(content)}b}"
    sizes = LEVELS[len(content)]
    numbers = [int(bits[10 * i : 10 * i + 10], 2) for i in range(len(sizes))]
    if max(numbers) >= labels or len(set(numbers)) < len(numbers):
        raise Refused("statement", f"labels {numbers}")
    place = 10 * len(sizes)
    stated: list[tuple[int, Fraction]] = []
    for number, size in zip(numbers, sizes, strict=True):
        level, place = int(bits[place : place + size], 2), place + size
        left = 1 - sum(p for _, p in stated)
        extent = min(stated[-1][1], left) if stated else 1
        stated.append((number, Fraction(2 * level + 1, 2 << size) * extent))
    return stated


def features(stated: list[tuple[int, Fraction]], weight: np.ndarray) -> np.ndarray:
    """The input of heads [1, features], of weights [features, labels]."""
    result = np.zeros(len(weight), np.float32)
    for label, probability in stated:
        result = fma(
            np.float32(float(probability)), weight[:, label].astype(np.float32), result
        )
    return result[None]
