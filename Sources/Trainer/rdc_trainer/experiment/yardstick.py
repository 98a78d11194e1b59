"""One yardstick for all models, defined as in the tool's `Metrics`."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from ..digits.data import Digits
from ..digits.models import PIXELS

#: `SlicedWasserstein.publishedSeed` and its number of directions.
SEED, PROJECTIONS = 0x7264_6320_5357_3200, 128


def splitmix(seed: int, count: int) -> np.ndarray:
    """The first `count` outputs of SplitMix64 (Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        state = np.uint64(seed) + np.uint64(0x9E37_79B9_7F4A_7C15) * np.arange(
            1, count + 1, dtype=np.uint64
        )
        z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
        return z ^ (z >> np.uint64(31))


def directions(dimension: int = PIXELS, count: int = PROJECTIONS, seed: int = SEED) -> np.ndarray:
    """Unit vectors as columns: Box and Muller's normals, divided by their length."""
    bits = (splitmix(seed, dimension * count) >> np.uint64(11)).astype(np.float64)
    radius = np.sqrt(-2 * np.log((bits[0::2] + 1) / 2.0**53))
    angle = 2 * math.pi * bits[1::2] / 2.0**53
    normal = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    vectors = normal.reshape(count, dimension)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).T.astype(np.float32)


def halves(count: int, seed: int = 1) -> tuple[list[int], list[int]]:
    """Two disjoint halves of rows (Fisher and Yates), as `FeatureSet.halves`."""
    order = list(range(count))
    bits = splitmix(seed, count - 1).tolist()
    for index, drawn in zip(range(count - 1, 0, -1), bits):
        other = (drawn * (index + 1)) >> 64
        order[index], order[other] = order[other], order[index]
    return order[: count // 2], order[count // 2 : 2 * (count // 2)]


def squared_frechet(a: np.ndarray, b: np.ndarray) -> float:
    """|m₁ − m₂|² + Tr(C₁ + C₂ − 2(C₁C₂)^½) of two sets of features."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    first, second = np.cov(a.T), np.cov(b.T)
    values, vectors = np.linalg.eigh(first)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    core = np.linalg.eigvalsh(root @ second @ root)
    trace = np.trace(first) + np.trace(second) - 2 * np.sqrt(np.maximum(core, 0)).sum()
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + trace)


def sliced(a: np.ndarray, b: np.ndarray) -> float:
    """√ of the mean squared W2 over the directions, of sorted projections."""
    return math.sqrt(np.square(a.astype(np.float64) - b).mean())


class Yardstick:
    """The test pictures, seen by the classifier that only measures."""

    def __init__(self, test: Digits, measure: nn.Module):
        self.test, self.measure = test, measure
        self.axes = directions()
        self.features, self.logits = self.see(test.pictures)
        self.projected = self.project(test.pictures)

    @torch.no_grad()
    def see(self, pixels: torch.Tensor) -> tuple[np.ndarray, torch.Tensor]:
        """Penultimate features and logits."""
        features = torch.cat([self.measure[:-1](x) for x in pixels.split(500)])
        return features.numpy(), self.measure[-1](features)

    def project(self, pixels: torch.Tensor) -> np.ndarray:
        return np.sort(pixels.numpy() @ self.axes, axis=0)

    def classification(self, logits: torch.Tensor) -> dict:
        return {
            "accuracy": (logits.argmax(1) == self.test.labels).double().mean().item(),
            "crossEntropy": F.cross_entropy(logits.double(), self.test.labels).item(),
        }

    def floor(self) -> dict:
        """The originals: read as they are, one half against the other."""
        first, second = halves(len(self.test.labels))
        pixels = self.test.pictures
        return {
            "mse": 0.0, **self.classification(self.logits),
            "frechet": squared_frechet(self.features[first], self.features[second]),
            "slicedWasserstein2": sliced(
                self.project(pixels[first]), self.project(pixels[second])
            ),
        }

    def figures(self, pixels: torch.Tensor) -> dict:
        """All figures of reconstructions, rounded to 8 bits as a file has them."""
        pixels = (pixels.clamp(0, 1) * 255).round() / 255
        errors = (pixels - self.test.pictures).square().double().mean(1)
        features, logits = self.see(pixels)
        return {
            "mse": errors.mean().item(),
            "psnr": (-10 * errors.clamp_min(1e-12).log10()).mean().item(),
            **self.classification(logits),
            "frechet": squared_frechet(self.features, features),
            "slicedWasserstein2": sliced(self.projected, self.project(pixels)),
        }
