"""Three classifiers of 32×32 pictures, each of a design of its own.

The *guide* is plain: 3×3 convolutions, ReLU, max pooling. The *coach*, the
second that a head learns from, is residual: a patch stem, strided convolutions,
leaky ReLU. The *judge*, which only measures, is dense: every layer reads all
before it, with average pooling. All consist of what a pack's graphs know once
`folded` has taken the batch norms in.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .transforms import SLOPE, lrelu

SIDE = 32
UNIT = 64.0
"""Gray levels that the networks see as 1."""

LABELS = "airplane automobile bird cat deer dog frog horse ship truck".split()


def _normed(
    inputs: int, outputs: int, kernel: int = 3, stride: int = 1, padding: int = 1
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outputs),
    )


class Residual(nn.Module):
    """lrelu(x + b(lrelu(a(x)))), 3×3."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _normed(width, width)
        self.second = _normed(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return lrelu(x + self.second(lrelu(self.first(x))))


class Guide(nn.Sequential):
    """Plain convolutions with max pooling."""

    def __init__(self) -> None:
        def stage(inputs: int, outputs: int) -> list[nn.Module]:
            return [*_normed(inputs, outputs), nn.ReLU()]

        super().__init__(
            *stage(3, 32), nn.MaxPool2d(2),
            *stage(32, 64), *stage(64, 64), nn.MaxPool2d(2),
            *stage(64, 128), *stage(128, 128), nn.MaxPool2d(2),
            *stage(128, 256), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
            nn.Linear(256, 10),
        )  # fmt: skip


class Coach(nn.Sequential):
    """Patches, strides and residuals."""

    def __init__(self) -> None:
        super().__init__(
            *_normed(3, 48, 4, 2, 1), nn.LeakyReLU(SLOPE), Residual(48),
            *_normed(48, 96, 2, 2, 0), nn.LeakyReLU(SLOPE), Residual(96),
            *_normed(96, 192, 2, 2, 0), nn.LeakyReLU(SLOPE), Residual(192),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(192, 10),
        )  # fmt: skip


class Dense(nn.Module):
    """Layers that add ``growth`` channels each to what they read."""

    def __init__(self, inputs: int, growth: int, layers: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            _normed(inputs + place * growth, growth) for place in range(layers)
        )

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = torch.cat([x, F.relu(layer(x))], dim=1)
        return x


class Judge(nn.Sequential):
    """Dense blocks with average pooling between them."""

    def __init__(self) -> None:
        def join(inputs: int, outputs: int) -> list[nn.Module]:
            return [*_normed(inputs, outputs, 1, 1, 0), nn.ReLU(), nn.AvgPool2d(2)]

        super().__init__(
            *_normed(3, 32), nn.ReLU(), nn.AvgPool2d(2), Dense(32, 24, 3),
            *join(104, 96), Dense(96, 48, 3), *join(240, 144), Dense(144, 64, 2),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(272, 10),
        )  # fmt: skip


KINDS: dict[str, type[nn.Sequential]] = {
    "guide": Guide,
    "coach": Coach,
    "judge": Judge,
}


def load_classifier(path: Path) -> nn.Sequential:
    """A frozen classifier of centred pictures (0…255 minus 128)."""
    state = torch.load(path, map_location="cpu")
    model = KINDS[state["kind"]]()
    model.load_state_dict(state["average"])
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model.eval()


def logits(model: nn.Module, centred: Tensor) -> Tensor:
    """Class scores of pictures in 0…255 minus 128."""
    return model(centred / UNIT)


def features(model: nn.Sequential, centred: Tensor) -> list[Tensor]:
    """What a guide or a coach has seen at the end of each of its scales.

    The last is what the last layer weighs: batch × channels.
    """
    x, found = centred / UNIT, []
    for module in list(model)[:-1]:
        x = module(x)
        if isinstance(module, (nn.MaxPool2d, Residual, nn.Flatten)):
            found.append(x)
    return found


@torch.no_grad()
def accuracy(model: nn.Module, centred: Tensor, labels: Tensor) -> float:
    """Share of right answers."""
    right = 0
    for i in range(0, len(centred), 250):
        found = logits(model, centred[i : i + 250]).argmax(dim=1)
        right += int((found == labels[i : i + 250]).sum())
    return right / len(centred)


def folded(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Weight and bias of a convolution that does the norm's work too."""
    gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = convolution.weight * gain[:, None, None, None]
    return weight.detach(), (norm.bias - norm.running_mean * gain).detach()


def shifted(pictures: Tensor, dy: int, dx: int, margin: int = 4) -> Tensor:
    """Moves a batch by up to ``margin`` pixels; what enters is mirrored."""
    wide = F.pad(pictures, (margin,) * 4, mode="reflect")
    top, left = margin + dy, margin + dx
    return wide[:, :, top : top + pictures.shape[2], left : left + pictures.shape[3]]
