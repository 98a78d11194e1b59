"""Latents as files hold them: those of the integer coder, dither and search as shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .coder import Coder
from .fit import latents
from .integer import SEGMENT, IntegerModel
from .integer_tensors import integer_tensors
from .model import SEARCH, Codec
from .tables import FINE, Tables, dithered


class FileCoder:
    """Codes batches of pictures at one quality index; heads read what comes out."""

    def __init__(self, model: Codec, fit: Path) -> None:
        self._model = model
        tables = Tables.counted(np.load(fit)["counts"], dithered(0.5, 64))
        self._coder = Coder(IntegerModel(integer_tensors(model)), tables, SEARCH)

    @torch.no_grad()
    def decoded(self, pixels: np.ndarray, quality: int) -> tuple[Tensor, float]:
        """Decoded latents in picture units, and the bits of all pictures together.

        ``pixels``: uint8 batch × height × width × 3, sides multiples of 8.
        """
        coded = self._coder.encode(latents(self._model, pixels, quality), quality)
        steps = self._model.steps(torch.tensor([quality / SEGMENT]))
        values = torch.from_numpy(coded.decoded / FINE).float()
        return values * steps, float(self._coder.bits(coded).sum())
