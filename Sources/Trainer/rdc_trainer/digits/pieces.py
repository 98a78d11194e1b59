"""Whether a digit is of one piece: gaps and blots beside a stroke show in this number."""

from __future__ import annotations

import numpy as np
import torch
from scipy import ndimage

#: Pixels darker than this are ink; fewer of them together than this are a speck.
INK, SPECK = 0.5, 3
#: What touches a pixel: its eight neighbours, in its own picture.
NEIGHBOURS = np.stack([np.zeros((3, 3)), np.ones((3, 3)), np.zeros((3, 3))])


def pieces(pictures: torch.Tensor) -> torch.Tensor:
    """How many pieces the ink of each picture, [n, 784], falls into."""
    ink = (pictures.view(-1, 28, 28) > INK).numpy()
    numbers, count = ndimage.label(ink, NEIGHBOURS)
    areas = np.bincount(numbers.ravel(), minlength=count + 1)
    owners = np.zeros(count + 1, int)
    owners[numbers] = np.arange(len(ink))[:, None, None]
    found = owners[1:][areas[1:] >= SPECK]
    return torch.from_numpy(np.bincount(found, minlength=len(ink)))
