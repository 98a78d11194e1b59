"""A perceptual head that is trained beside the codec, so that the encoder serves it, too."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .heads import PerceptualSynthesis
from .lite0 import Lite0
from .model import Codec
from .perception import distance


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
    """What the head's pictures lose, for one picture of every batch."""

    PIXELS, MEANS = 0.6, 0.3
    """Weights of squared errors beside the deep features' distance."""

    def __init__(self, codec: Codec) -> None:
        self.network = Lite0().eval().to(memory_format=torch.channels_last)
        self.head = beginning(codec).to(memory_format=torch.channels_last)
        self.turn = 0

    def loss(self, x: Tensor, read: tuple[Tensor, ...]) -> Tensor:
        """A number; its slope reaches the head and the encoder."""
        self.turn += 1
        place = self.turn % len(x)
        one = slice(place, place + 1)
        left, top = self.turn % 8, self.turn // 8 % 8
        out = self.head(*(part[one] for part in read))
        with torch.no_grad():
            wanted = self.network.features(x[one, :, top:, left:] + 128)
        seen = self.network.features(out.clamp(-128, 127)[:, :, top:, left:] + 128)
        far = distance(wanted, seen).mean()
        pixels = log_error(out, x[one], 1).mean()
        return far + self.PIXELS * pixels + self.MEANS * log_error(out, x[one], 8).mean()
