"""What the encoder's classifier saw in the original, in two or five bytes.

A statement has one class or three, each of ten bits, with quantized probabilities:

======  =====================================================================
bytes   bits, the highest first
======  =====================================================================
2       class (10), level (6)
5       classes, the likeliest first (3 × 10), levels (4, 3, 3)
======  =====================================================================

Level l of n is the middle (2l + 1) / 2n of its part of a range. The range is 0 … 1
for the first probability p; for the second, q, 0 … min(p, 1 − p); for the third,
0 … min(q, 1 − p − q). So every statement is a legal distribution, and its numbers are
exact in float32. Classes differ from each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CLASS_BITS = 10
ALONE = (6,)
"""Bits of the level where one class is stated."""

THREE = (4, 3, 3)
"""The same where three are."""

LEAST = 1 / 16
"""A class that is less likely than this is not worth its bytes."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Statement:
    """Classes, the likeliest first, and their probabilities."""

    classes: tuple[int, ...]
    probabilities: tuple[float, ...]

    @staticmethod
    def of(probabilities: npt.NDArray[np.floating]) -> Statement | None:
        """What is to be stated of a classifier's probabilities: the likeliest class, or
        three if the second is likely enough; nothing where it sees nothing."""
        order = np.argsort(-probabilities, kind="stable")[:3]
        if probabilities[order[0]] < LEAST:
            return None
        if probabilities[order[1]] < LEAST:
            order = order[:1]
        levels = quantized(tuple(float(probabilities[c]) for c in order))
        return Statement(tuple(int(c) for c in order), dequantized(levels, len(levels)))

    def encoded(self) -> bytes:
        """Its bytes."""
        value = 0
        for number in self.classes:
            value = value << CLASS_BITS | number
        for level, bits in zip(quantized(self.probabilities), settings(len(self.classes))):
            value = value << bits | level
        return value.to_bytes(2 if len(self.classes) == 1 else 5, "big")

    @staticmethod
    def decoded(data: bytes, labels: int) -> Statement:
        """From its bytes; ``labels``: how many classes there are."""
        count = {2: 1, 5: 3}.get(len(data))
        if count is None:
            raise ValueError(f"a statement of {len(data)} bytes")
        value = int.from_bytes(data, "big")
        levels = []
        for bits in reversed(settings(count)):
            levels.insert(0, value & (1 << bits) - 1)
            value >>= bits
        classes = tuple(
            value >> CLASS_BITS * place & (1 << CLASS_BITS) - 1
            for place in reversed(range(count))
        )
        if max(classes) >= labels or len(set(classes)) < count:
            raise ValueError(f"classes {classes} of {labels}")
        return Statement(classes, dequantized(levels, len(levels)))

    def direction(self, weights: Floats) -> Floats:
        """What heads read: the classifier's weight vectors of the classes (classes ×
        features), times their probabilities, summed in their order."""
        total = np.zeros(weights.shape[1], dtype=np.float64)
        for number, probability in zip(self.classes, self.probabilities):
            # Products of a float16 and a dyadic number of 13 bits are exact; the sum
            # is rounded to float32 each time, as a fused multiply-add does.
            total = (total + probability * weights[number]).astype(np.float32).astype(np.float64)
        return total.astype(np.float32)


def settings(count: int) -> tuple[int, ...]:
    """Bits of the levels of a statement of so many classes."""
    return ALONE if count == 1 else THREE


def _range(done: list[float]) -> float:
    """Up to where the next probability may reach."""
    return min(done[-1], 1 - sum(done)) if done else 1.0


def dequantized(levels: list[int], count: int) -> tuple[float, ...]:
    """Probabilities of the first levels of a statement of ``count`` classes."""
    done: list[float] = []
    for level, bits in zip(levels, settings(count)):
        done.append(_range(done) * (2 * level + 1) / (2 << bits))
    return tuple(done)


def quantized(probabilities: tuple[float, ...]) -> list[int]:
    """Levels nearest to probabilities; the inverse of `dequantized`."""
    levels: list[int] = []
    count = len(probabilities)
    for probability, bits in zip(probabilities, settings(count)):
        share = probability / _range(list(dequantized(levels, count)))
        levels.append(min(int(share * (1 << bits)), (1 << bits) - 1))
    return levels
