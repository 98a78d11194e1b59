"""How far a decoded picture is from its original: the same figures for all codecs."""

from __future__ import annotations

import math

import numpy as np
import torch
from pytorch_msssim import ms_ssim

from ..pictures import Pixels
from .deep_features import Layers, distances
from .figure_list import Row
from .flat_places import FlatPlaces
from .ssimulacra import SSIMULACRA2

def _planes(pixels: Pixels) -> torch.Tensor:
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float()


class Original:
    """A picture that many others are compared with: its half of the work is done once."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self.flat = FlatPlaces(pixels)
        self._planes = _planes(pixels)
        self._ssimulacra2 = SSIMULACRA2(pixels)
        self._layers = Layers(pixels)

    def psnr(self, pixels: Pixels) -> float:
        """Over all samples, in dB; 120 at most."""
        mse = np.square(self.pixels.astype(np.float64) - pixels).mean()
        return 10 * math.log10(255**2 / max(float(mse), 65025e-12))

    def msssim(self, pixels: Pixels) -> float:
        """Five scales; the shorter side must have more than 160 pixels."""
        return float(ms_ssim(self._planes, _planes(pixels), data_range=255))

    def row(self, pixels: Pixels) -> Row:
        """All of ``PHOTO_COLUMNS`` but the bytes."""
        lpips, dists = distances(self._layers, Layers(pixels))
        border, inside = self.flat.steps(pixels)
        return {
            "psnr": round(self.psnr(pixels), 4),
            "msssim": round(self.msssim(pixels), 6),
            "ssimulacra2": round(self._ssimulacra2.score(pixels), 3),
            "lpips": round(lpips, 5),
            "dists": round(dists, 6),
            "flatSquare": round(self.flat.error(pixels), 4),
            "borderStep": round(border, 4),
            "insideStep": round(inside, 4),
        }
