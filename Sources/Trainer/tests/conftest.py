"""One thread, and pictures that every test can draw for itself."""

from __future__ import annotations

import numpy as np
import pytest
import torch

torch.set_num_threads(1)


@pytest.fixture
def picture() -> np.ndarray:
    """179×190 RGB: a slope, a flat half, and texture in a corner."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[:179, :190]
    planes = np.stack([x, y, (x + y) // 2], axis=2).astype(np.float64)
    planes[:, :90] = (95, 127, 143)
    planes[:64, 100:164] += random.normal(0, 25, (64, 64, 1))
    return planes.clip(0, 255).astype(np.uint8)


@pytest.fixture
def coarse(picture: np.ndarray) -> np.ndarray:
    """The same at 16 levels a channel."""
    return (picture // 16 * 16 + 8).astype(np.uint8)
