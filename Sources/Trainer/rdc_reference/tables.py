"""Frequencies from weights: rdc(5), Table normalisation."""

from collections.abc import Sequence
from itertools import accumulate


def frequencies(weights: Sequence[int]) -> list[int]:
    """Integer frequencies of at least 1 with the sum 2^16."""
    weights = [int(w) for w in weights]
    if not any(weights):
        weights = [1] * len(weights)
    tiny: set[int] = set()
    total, weight = 1 << 16, sum(weights)
    while True:
        more = {
            i for i, w in enumerate(weights) if i not in tiny and w * total < weight
        }
        if not more:
            break
        tiny |= more
        total = (1 << 16) - len(tiny)
        weight = sum(w for i, w in enumerate(weights) if i not in tiny)
    result = [1 if i in tiny else w * total // weight for i, w in enumerate(weights)]
    large = [i for i in range(len(weights)) if i not in tiny]
    large.sort(key=lambda i: (-(weights[i] * total % weight), i))
    for i in large[: (1 << 16) - sum(result)]:
        result[i] += 1
    return result


def starts(weights: Sequence[int]) -> list[int]:
    """Where the symbols' parts start, and at the end 2^16."""
    return [0, *accumulate(frequencies(weights))]
