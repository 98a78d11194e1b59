"""The entropy model: scale and mean of every latent from decoded neighbours.

Groups of channels are coded one after another, each as a whole plane in raster
order. A group's network sees every earlier group all around a position and its
own group where it is already decoded. Everything here has an exact integer
twin (`integer.py`): inputs are integers, networks are linear–ReLU–linear.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layout import SIZES, STARTS
from .transforms import ANCHORS

MEAN_GROUPS = 4
"""The first groups also have a predicted mean."""

DC_GROUPS = 2
"""The first groups are predicted relative to a reference neighbour."""

CAUSAL = [
    (dy, dx) for dy in (-2, -1, 0) for dx in (-2, -1, 0, 1, 2) if (dy, dx) < (0, 0)
]
"""Decoded neighbours within two positions, raster order: (dy, dx)."""

AROUND = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)]
"""The eight neighbours of a position."""

LARGEST_LOG = 6.0
SIGNED_LIMIT = 8.0
LINEAR_LIMIT = 64.0


def companded(values: Tensor) -> Tensor:
    """log2(1 + |round(v)|), at most `LARGEST_LOG`; the integer twin keeps eighths."""
    return torch.log2(values.abs().add_(1.5).floor_()).clamp_(max=LARGEST_LOG)


def shifted(planes: Tensor, dy: int, dx: int) -> Tensor:
    """``out[y, x] = planes[y + dy, x + dx]``, zero outside."""
    height, width = planes.shape[2:]
    padded = F.pad(planes, (2, 2, 2, 2))
    return padded[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]


def reference(planes: Tensor) -> Tensor:
    """Mean of the left and the upper neighbour; the one that exists; zero."""
    left, up = shifted(planes, 0, -1), shifted(planes, -1, 0)
    both = (left + up) / 2
    both = torch.cat([both[:, :, :1] * 2, both[:, :, 1:]], dim=2)
    return torch.cat([both[..., :1] * 2, both[..., 1:]], dim=3)


def causal(planes: Tensor, base: Tensor) -> Tensor:
    """Decoded neighbours minus ``base``, zero outside; channels offset-major."""
    inside = torch.ones_like(planes[:1, :1])
    out = [
        (shifted(planes, dy, dx) - base) * shifted(inside, dy, dx)
        for dy, dx in CAUSAL
    ]
    return torch.cat(out, dim=1)


def around(planes: Tensor) -> Tensor:
    """The eight neighbours (the nearest inside) minus the centre, channel-major."""
    count, channels, height, width = planes.shape
    padded = F.pad(planes, (1, 1, 1, 1), mode="replicate")
    cells = F.unfold(padded, 3).view(count, channels, 9, height, width)
    cells = torch.cat([cells[:, :, :4], cells[:, :, 5:]], dim=2)
    return (cells - planes[:, :, None]).flatten(1, 2)


def both_ways(signed: Tensor) -> Tensor:
    """Limited signed values in quarters and companded magnitudes."""
    limited = signed.clamp(-SIGNED_LIMIT, SIGNED_LIMIT) / 4
    return torch.cat([limited, companded(signed)], dim=1)


class Past:
    """What is decoded of the earlier groups, ready as network input."""

    def __init__(self) -> None:
        self.dc: list[Tensor] = []
        self.magnitudes: list[Tensor] = []
        self.signed: list[Tensor] = []
        self.slopes: Tensor | None = None
        self.slope_input: Tensor | None = None

    def add(self, group: int, decoded: Tensor) -> None:
        """Takes in a group's decoded values (in steps)."""
        self.magnitudes.append(companded(decoded))
        if group < DC_GROUPS:
            self.dc.append(decoded)
            self.slopes = around(torch.cat(self.dc, dim=1))
            self.slope_input = both_ways(self.slopes)
        elif group < MEAN_GROUPS:
            limited = decoded.clamp(-SIGNED_LIMIT, SIGNED_LIMIT) / 4
            self.signed.append(limited)

    def window(self) -> Tensor:
        """Input of the 3×3 window: magnitudes, then signed low frequencies."""
        return torch.cat(self.magnitudes + self.signed, dim=1)


def hidden_width(group: int) -> int:
    """Hidden units of a group's network."""
    return 32 if group < MEAN_GROUPS else 40


class GroupContext(nn.Module):
    """Scale (log2, in steps) and mean (in steps) of one group's channels."""

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self.size = SIZES[group]
        self.has_mean = group < MEAN_GROUPS
        self.is_dc = group < DC_GROUPS
        hidden = hidden_width(group)
        window = STARTS[group] + sum(SIZES[DC_GROUPS : min(group, MEAN_GROUPS)])
        slopes = len(AROUND) * min(STARTS[group], STARTS[DC_GROUPS])
        causal_inputs = len(CAUSAL) * self.size if self.has_mean else 0
        if window > 0:
            self.window = nn.Conv2d(window, hidden, 3, padding=1, bias=False)
        if slopes > 0:
            self.slopes = nn.Conv2d(2 * slopes, hidden, 1, bias=False)
        outputs = self.size * (2 if self.has_mean else 1)
        self.hidden_bias = nn.Parameter(torch.zeros(ANCHORS, hidden))
        self.leave = nn.Conv2d(hidden, outputs, 1, bias=False)
        self.bias = nn.Parameter(torch.zeros(ANCHORS, outputs))
        if self.has_mean:
            self.near = nn.Conv2d(2 * causal_inputs, hidden, 1, bias=False)
            self.linear = nn.Conv2d(causal_inputs + slopes, self.size, 1, bias=False)
            nn.init.zeros_(self.linear.weight)
        else:
            self.own = nn.Conv2d(self.size, hidden, (2, 3), bias=False)
            mask = torch.ones(1, 1, 2, 3)
            mask[0, 0, 1, 1:] = 0
            self.register_buffer("own_mask", mask, persistent=False)
        if not self.is_dc:
            self.same = nn.Parameter(torch.zeros(self.size, 1, 3, 5))
            mask = torch.zeros(1, 1, 3, 5)
            for dy, dx in CAUSAL:
                mask[0, 0, dy + 2, dx + 2] = 1
            self.register_buffer("same_mask", mask, persistent=False)
        with torch.no_grad():
            self.leave.weight.mul_(0.3)
            self.bias[:, : self.size] = -0.4 * group

    def forward(
        self, own: Tensor, past: Past, weights: Tensor
    ) -> tuple[Tensor, Tensor | None]:
        """``own`` and the past are decoded latents in steps, without gradient."""
        h = (weights @ self.hidden_bias)[:, :, None, None]
        base: Tensor | None = None
        if self.has_mean:
            if self.is_dc:
                base = reference(own)
            zero = own.new_zeros(1)
            signed = causal(own, zero if base is None else base)
            h = h + self.near(both_ways(signed))
        else:
            magnitude = companded(own)
            h = h + F.conv2d(
                F.pad(magnitude, (1, 1, 1, 0)), self.own.weight * self.own_mask
            )
        if past.magnitudes:
            h = h + self.window(past.window())
        if past.slope_input is not None:
            h = h + self.slopes(past.slope_input)
        out = self.leave(F.relu(h)) + (weights @ self.bias)[:, :, None, None]
        scale = out[:, : self.size]
        if not self.is_dc:
            if self.has_mean:
                magnitude = companded(own)
            scale = scale + F.conv2d(
                F.pad(magnitude, (2, 2, 2, 0)),
                self.same * self.same_mask,
                groups=self.size,
            )
        if not self.has_mean:
            return scale, None
        if past.slopes is not None:
            signed = torch.cat([signed, past.slopes], dim=1)
        mean = self.linear(signed.clamp(-LINEAR_LIMIT, LINEAR_LIMIT))
        mean = mean + out[:, self.size :]
        return scale, mean if base is None else base + mean
