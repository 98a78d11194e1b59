"""Test vectors of the parts that every decoder has: vectors.json."""

import random

import numpy as np

from .. import philox, tables
from ..float32 import fma
from .range_encoder import RangeEncoder

LARGEST = (1 << 64) - 1


def generator() -> list[dict]:
    published = 0x299F31D0A4093822, 0x243F6A88, 0x13198A2E85A308D3, 0x03707344
    places = [
        (0, 0, 0, 0),
        (LARGEST, 0xFFFFFFFF, LARGEST, 0xFFFFFFFF),
        published,  # like the two before it, in the test vectors of the authors
        (1, 5, 7, 1),
    ]
    result = []
    for seed, block, picture, stream in places:
        words = philox.blocks(seed, np.array([block]), picture, stream)[0]
        result.append(
            {
                "seed": str(seed),
                "block": block,
                "picture": str(picture),
                "stream": stream,
                "words": [f"{word:08x}" for word in words],
            }
        )
    return result


def dither() -> list[dict]:
    result = []
    for seed, picture, stream, resolution in (
        (0, 0, 0, 64),
        (9, 1, 1, 64),
        (LARGEST, 1 << 40, 0, 4096),
    ):
        places = philox.places(9, resolution, seed, picture, stream)
        result.append(
            {
                "seed": str(seed),
                "picture": str(picture),
                "stream": stream,
                "resolution": resolution,
                "places": places.tolist(),
            }
        )
    return result


def normals() -> list[dict]:
    result = []
    for seed, stream in ((0, 1), (1 << 63, 2)):
        values = philox.normals(np.arange(6), seed, stream)
        result.append({"seed": str(seed), "stream": stream, "values": values.tolist()})
    return result


def frequencies() -> list[dict]:
    weights = [
        [6, 1, 1],
        [0, 0, 0],
        [65535, 0, 0, 0],
        [1, 1, 1],
        [65535, 1, 1, 0, 40000, 2],
        [1 << 20, 16, 15, 17, 1, 0, 1 << 19],
        [5, 5, 5, 5, 5, 5, 5],
    ]
    return [{"weights": w, "frequencies": tables.frequencies(w)} for w in weights]


def coder() -> list[dict]:
    """Symbols by their parts, [start, size, t], and the payload."""
    sequences = [
        ([], []),
        ([6, 1, 1], [0, 2, 0, 0, 1]),
        ([6, 1, 1], [0] * 40),
        ([6, 1, 1], [2] * 9),
        ([1, 65535], [0] * 3 + [1] * 50),
        ([3, 3], [0, 1, 1, 0, 1, 0, 0, 1, 1, 1]),
    ]
    chosen = random.Random(1)
    sequences.append(([9, 5, 1, 1, 3], chosen.choices(range(5), k=60)))
    result = []
    for weights, symbols in sequences:
        encoder = RangeEncoder()
        starts = tables.starts(weights) if weights else []
        for symbol in symbols:
            encoder.write(symbol, starts, 1 << 16)
        payload = encoder.payload().hex()
        result.append({"weights": weights, "symbols": symbols, "payload": payload})
    return result


def plain_bits() -> list[dict]:
    """Numbers of n bits each, one symbol a number."""
    encoder = RangeEncoder()
    numbers = [(1, 1), (5, 19), (16, 65535), (12, 0), (7, 64)]
    for count, value in numbers:
        encoder.write(value, range((1 << count) + 1), 1 << count)
    return [{"numbers": numbers, "payload": encoder.payload().hex()}]


def multiply_adds() -> list[dict]:
    """a * b + c, where rounding twice goes wrong, and at the ends of the range."""
    bits = [
        ("3f800001", "3f800001", "b3000000"),
        ("3f800001", "3f7fffff", "33000000"),
        ("4b800001", "3f000000", "00000001"),
        ("4b800001", "3f000000", "80000001"),
        ("00800001", "3f000000", "00000000"),
        ("00000001", "3f000000", "00000000"),
        ("00000003", "3f000000", "80000000"),
        ("7f7fffff", "40000000", "ff7fffff"),
        ("7f7fffff", "3f800001", "00000000"),
        ("3f800000", "bf800000", "3f800000"),
        ("80000000", "3f800000", "80000000"),
    ]
    values = [
        np.array([int(b, 16) for b in row], np.uint32).view(np.float32) for row in bits
    ]
    with np.errstate(over="ignore"):
        results = [fma(a[None], b, c)[0] for a, b, c in values]
    return [
        {"a": a, "b": b, "c": c, "result": f"{result.view(np.uint32):08x}"}
        for (a, b, c), result in zip(bits, results, strict=True)
    ]


def vectors() -> dict[str, list[dict]]:
    return {
        "generator": generator(),
        "dither": dither(),
        "normals": normals(),
        "frequencies": frequencies(),
        "coder": coder(),
        "plainBits": plain_bits(),
        "multiplyAdds": multiply_adds(),
    }
