"""The paper's system, its decoder and critic as perceptrons.

The encoder is that of the reference code (784-512-256-128-128-d, batch
normalisation, leaky ReLU, tanh). Its decoder and critic are convolutional; ours
are perceptrons of like size, which one CPU core trains twenty times faster.
"""

from __future__ import annotations

from torch import nn

from ..digits.models import PIXELS, Rung


def encoder(rung: Rung) -> nn.Sequential:
    """f: 784 pixels → d latents on (−1, 1)."""
    widths = [PIXELS, 512, 256, 128, 128]
    layers: list[nn.Module] = []
    for before, after in zip(widths, widths[1:]):
        layers += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.LeakyReLU(0.1)]
    return nn.Sequential(*layers, nn.Linear(widths[-1], rung.latents), nn.Tanh())


def decoder(rung: Rung) -> nn.Sequential:
    """level − u → 784 pixels."""
    return nn.Sequential(
        nn.Linear(rung.latents, 128), nn.LeakyReLU(0.1),
        nn.Linear(128, 512), nn.LeakyReLU(0.1),
        nn.Linear(512, PIXELS), nn.Sigmoid(),
    )


def critic() -> nn.Sequential:
    """A function of pictures that the gradient penalty keeps 1-Lipschitz."""
    return nn.Sequential(
        nn.Linear(PIXELS, 256), nn.LeakyReLU(0.2),
        nn.Linear(256, 128), nn.LeakyReLU(0.2), nn.Linear(128, 1),
    )


def reader() -> nn.Sequential:
    """The frozen classifier whose cross-entropy is in the loss."""
    return nn.Sequential(
        nn.Linear(PIXELS, 256), nn.ReLU(), nn.Dropout(0.3), nn.Linear(256, 10)
    )
