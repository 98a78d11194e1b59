"""How far a decoded picture is from its original: the same three figures for all."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import torch
from pytorch_msssim import ms_ssim
from ssimulacra2 import ssimulacra2

from ..photo.data import Pixels

Samples = npt.NDArray[np.float64]

FIGURES = ("psnr", "msssim", "ssimulacra2")
"""The names of ``Original.figures``, in order."""

DESCRIPTION = {
    "psnr": "dB, all RGB samples at 8 bits",
    "msssim": f"0 to 1, mean of R, G, B; pytorch-msssim {version('pytorch-msssim')}",
    "ssimulacra2": f"100 is the original; ssimulacra2 {version('ssimulacra2')}",
}
"""What was computed and by what, for the results file."""


def _scales(pixels: Pixels) -> Iterator[tuple[Samples, Samples, Samples]]:
    """SSIMULACRA2's scales: samples in XYB, their local means, those of the squares."""
    linear = ssimulacra2.srgb_to_linear(pixels)
    for _ in range(ssimulacra2.kNumScales):
        if min(linear.shape[:2]) < 8:
            return
        xyb = ssimulacra2.make_positive_xyb(ssimulacra2.linear_rgb_to_xyb(linear))
        yield xyb, ssimulacra2.blur_image(xyb), ssimulacra2.blur_image(xyb * xyb)
        linear = ssimulacra2.downsample(linear, 2, 2)


def _planes(pixels: Pixels) -> torch.Tensor:
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float()


class Original:
    """A picture that many others are compared with.

    SSIMULACRA2 by the package's own functions, in the order of its
    ``compute_ssimulacra2``, which would do this picture's half of the work anew for
    every other; the score is the same to the last bit.
    """

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self._planes = _planes(pixels)
        self._scales = list(_scales(pixels))

    def psnr(self, pixels: Pixels) -> float:
        """Over all samples, in dB; 120 at most."""
        mse = np.square(self.pixels.astype(np.float64) - pixels).mean()
        return 10 * math.log10(255**2 / max(float(mse), 65025e-12))

    def msssim(self, pixels: Pixels) -> float:
        """Five scales; the shorter side must have more than 160 pixels."""
        return float(ms_ssim(self._planes, _planes(pixels), data_range=255))

    def ssimulacra2(self, pixels: Pixels) -> float:
        """Samples are taken as sRGB."""
        total = ssimulacra2.Msssim()
        for (a, a_mean, a_square), (b, b_mean, b_square) in zip(self._scales, _scales(pixels)):
            scale = ssimulacra2.MsssimScale()
            product = ssimulacra2.blur_image(a * b)
            scale.avg_ssim = ssimulacra2.ssim_map(a_mean, b_mean, a_square, b_square, product)
            scale.avg_edgediff = ssimulacra2.edge_diff_map(a, a_mean, b, b_mean)
            total.scales.append(scale)
        return float(total.score())

    def figures(self, pixels: Pixels) -> tuple[float, float, float]:
        """PSNR, MS-SSIM and SSIMULACRA2."""
        return self.psnr(pixels), self.msssim(pixels), self.ssimulacra2(pixels)
