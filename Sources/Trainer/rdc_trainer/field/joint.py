"""A perceptual head that is trained beside the codec, so that the encoder serves it, too."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from . import device
from .heads import PerceptualSynthesis
from .lite0 import Lite0
from .model import Codec
from .perception import distance
from .visible import lattices, ssimulacra_loss


def beginning(codec: Codec) -> PerceptualSynthesis:
    """A head with the distortion head's weights."""
    s = codec.shape
    head = PerceptualSynthesis(
        s.synthesis_width, s.synthesis_blocks, s.synthesis_separable, s.fine_width,
        s.fine_blocks,
    )  # fmt: skip
    head.load_state_dict(codec.synthesis.state_dict(), strict=False)
    return head


def log_error(a: Tensor, b: Tensor, pool: int) -> Tensor:
    """Logarithm of the squared error of means over squares: one number a picture."""
    d = a - b
    if pool > 1:
        d = F.avg_pool2d(d, pool)
    return (d.square().mean(dim=(1, 2, 3)) + 0.3 / pool).log()


class Eyes:
    """What the pictures of both heads lose for eyes and a classifier, for one picture of
    every batch."""

    PIXELS = 0.05
    """Weight of log errors beside the deep features' distance, for the perceptual head."""

    STRUCTURE = 3.0
    """Weight of SSIMULACRA2's error."""

    CLASSES = 0.5
    """Weight of the divergence between the classes that lite0 reads in both pictures."""

    FAITHFUL = 0.3
    """Weight of what the distortion head's picture loses: eyes and classifiers read it,
    too, and a little of their wishes costs it next to no squared error."""

    def __init__(self, codec: Codec) -> None:
        self.network = Lite0().eval().to(memory_format=torch.channels_last)
        self.head = beginning(codec).to(memory_format=torch.channels_last)
        for network in (self.network, self.head):
            network.to(device.of(codec))
        self.turn = 0

    def loss(self, x: Tensor, read: tuple[Tensor, ...], plain: Tensor) -> Tensor:
        """A number; its slope reaches the heads and the encoder. ``plain``: what the
        distortion head draws of what is ``read``."""
        self.turn += 1
        place = self.turn // 2 % len(x)
        one = slice(place, place + 1)
        if self.turn % 2 == 0:
            return self.FAITHFUL * self.far(x[one], plain[one])
        out = self.head(*(part[one] for part in read))
        pixels = log_error(out, x[one], 1).mean() + log_error(out, x[one], 8).mean()
        return self.far(x[one], out) + self.PIXELS * pixels + 0.5 * lattices(out, x[one])

    def far(self, x: Tensor, out: Tensor) -> Tensor:
        """Distance of deep features, SSIMULACRA2's error, and what lite0 reads else."""
        left, top = self.turn % 7, self.turn // 7 % 8
        with torch.no_grad():
            wanted = self.network.features(x[:, :, top:, left:] + 128)
        seen = self.network.features(out.clamp(-128, 127)[:, :, top:, left:] + 128)
        structure = ssimulacra_loss(out[0], x[0])
        misread = self.divergence(wanted[-1].float(), seen[-1].float())
        return distance(wanted, seen).mean() + self.STRUCTURE * structure + self.CLASSES * misread

    def divergence(self, wanted: Tensor, seen: Tensor) -> Tensor:
        """Kullback–Leibler divergence of lite0's classes, from its last features."""
        classes = self.network.read(wanted).log_softmax(1)
        read = self.network.read(seen).log_softmax(1)
        return (classes.exp() * (classes - read)).sum(dim=1).mean()
