"""The entropy model: scale, mean and flag of every group from decoded neighbours.

Groups of channels are coded one after another, each as a whole plane in raster order.
A group's network sees every earlier group all around a position and its own group
where it is already decoded. Everything here has an exact integer twin: inputs are
integers, networks are linear–ReLU–linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .device import is_mixed
from .layout import Layout
from .transforms import ANCHORS

CAUSAL = [
    (dy, dx) for dy in (-2, -1, 0) for dx in (-2, -1, 0, 1, 2) if (dy, dx) < (0, 0)
]
"""Decoded neighbours within two positions, raster order: (dy, dx)."""

AROUND = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)]
"""The eight neighbours of a position."""

LARGEST_LOG = 6.0
SIGNED_LIMIT = 8.0
LINEAR_LIMIT = 64.0
SLOPED = 3
"""So many leading channels are means of blocks, whose slopes the later groups see."""


def companded(values: Tensor) -> Tensor:
    """log2(1 + |round(v)|), at most `LARGEST_LOG`; the integer twin keeps eighths."""
    out = torch.log2_(values.abs().add_(1.5).floor_()).clamp_(max=LARGEST_LOG)
    return out.to(torch.bfloat16) if is_mixed(out) else out


def shifted(planes: Tensor, dy: int, dx: int) -> Tensor:
    """``out[y, x] = planes[y + dy, x + dx]``, zero outside."""
    height, width = planes.shape[2:]
    padded = F.pad(planes, (2, 2, 2, 2))
    return padded[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]


def reference(planes: Tensor) -> Tensor:
    """Mean of the left and the upper neighbour; the one that exists; zero."""
    both = (shifted(planes, 0, -1) + shifted(planes, -1, 0)) / 2
    both = torch.cat([both[:, :, :1] * 2, both[:, :, 1:]], dim=2)
    return torch.cat([both[..., :1] * 2, both[..., 1:]], dim=3)


def causal(planes: Tensor, base: Tensor) -> Tensor:
    """Decoded neighbours minus ``base``, zero outside; channels offset-major."""
    height, width = planes.shape[2:]
    padded = F.pad(planes, (2, 2, 2, 0))
    inside = F.pad(torch.ones_like(planes[:1, :1]), (2, 2, 2, 0))
    out = [
        (padded[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width] - base)
        * inside[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]
        for dy, dx in CAUSAL
    ]
    return torch.cat(out, dim=1)


def around(planes: Tensor) -> Tensor:
    """The eight neighbours (the nearest inside) minus the centre, channel-major."""
    count, channels, height, width = planes.shape
    padded = F.pad(planes, (1, 1, 1, 1), mode="replicate")
    views = [
        padded[:, :, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] - planes
        for dy, dx in AROUND
    ]
    return torch.stack(views, dim=2).reshape(count, channels * 8, height, width)


def limited(signed: Tensor) -> Tensor:
    """Signed values in quarters, limited."""
    out = signed.clamp(-SIGNED_LIMIT, SIGNED_LIMIT).mul_(0.25)
    return out.to(torch.bfloat16) if is_mixed(out) else out


def both_ways(signed: Tensor) -> Tensor:
    """Limited signed values and companded magnitudes."""
    return torch.cat([limited(signed), companded(signed)], dim=1)


class Past:
    """What is decoded of the earlier groups, ready as network input."""

    def __init__(
        self, layout: Layout, given: Tensor | None = None, unit: Tensor | None = None
    ) -> None:
        """``given``: the leading channels in picture units; ``unit``: what a place
        measures them by, its neighbours too."""
        self.layout = layout
        self.leading: list[Tensor] = []
        self.magnitudes: list[Tensor] = []
        self.signed: list[Tensor] = []
        self.slopes: Tensor | None = None
        self.slope_input: Tensor | None = None
        if given is not None and unit is not None:
            self.slopes = around(given) / unit.repeat_interleave(len(AROUND), 1)
            self.slope_input = both_ways(self.slopes)
            self.magnitudes.append(companded(given / unit))

    def _lead(self, decoded: Tensor) -> None:
        self.leading.append(decoded)
        self.slopes = around(torch.cat(self.leading, dim=1))
        self.slope_input = both_ways(self.slopes)

    def add(self, group: int, decoded: Tensor) -> None:
        """Takes in a group's decoded values (in steps)."""
        self.magnitudes.append(companded(decoded))
        if group < self.layout.references:
            self._lead(decoded)
        elif group < self.layout.means:
            self.signed.append(limited(decoded))

    def window(self) -> Tensor:
        """Input of the 3×3 window: magnitudes, then signed low frequencies."""
        return torch.cat(self.magnitudes + self.signed, dim=1)


@dataclass
class Belief:
    """What the model expects of a group."""

    log_scale: Tensor
    """Logarithm to base 2 of the logistic scale in steps."""
    mean: Tensor | None
    """In steps; zero where absent."""
    flag: Tensor | None
    """Logit of the flag, batch × 1 × h × w; always raised where absent."""


class GroupContext(nn.Module):
    """Beliefs about one group's channels."""

    def __init__(self, layout: Layout, group: int, hidden: int) -> None:
        super().__init__()
        self.size = size = layout.sizes[group]
        self.is_reference = group < layout.references
        self.has_mean = group < layout.means
        given = len(layout.given)
        earlier = given + layout.starts[group]
        low = layout.starts[min(group, layout.means)] - layout.starts[layout.references]
        window = earlier + max(low, 0)
        slopes = len(AROUND) * min(earlier, SLOPED)
        causal_inputs = len(CAUSAL) * size if self.has_mean else 0
        if window > 0:
            self.window = nn.Conv2d(window, hidden, 3, padding=1, bias=False)
        if slopes > 0:
            self.slopes = nn.Conv2d(2 * slopes, hidden, 1, bias=False)
        outputs = size * (2 if self.has_mean else 1)
        self.hidden_bias = nn.Parameter(torch.zeros(ANCHORS, hidden))
        self.leave = nn.Conv2d(hidden, outputs, 1, bias=False)
        self.bias = nn.Parameter(torch.zeros(ANCHORS, outputs))
        if self.has_mean:
            self.near = nn.Conv2d(2 * causal_inputs, hidden, 1, bias=False)
            self.linear = nn.Conv2d(causal_inputs + slopes, size, 1, bias=False)
            nn.init.zeros_(self.linear.weight)
        else:
            self.own = nn.Conv2d(size, hidden, (2, 3), bias=False)
            mask = torch.ones(1, 1, 2, 3)
            mask[0, 0, 1, 1:] = 0
            self.register_buffer("own_mask", mask, persistent=False)
        if not self.is_reference:
            self.same = nn.Parameter(torch.zeros(size, 1, 3, 5))
            self.flag = nn.Conv2d(hidden, 1, 1, bias=False)
            self.flag_bias = nn.Parameter(torch.zeros(ANCHORS, 1))
            self.flag_same = nn.Parameter(torch.zeros(1, 1, 3, 5))
            mask = torch.zeros(1, 1, 3, 5)
            for dy, dx in CAUSAL:
                mask[0, 0, dy + 2, dx + 2] = 1
            self.register_buffer("same_mask", mask, persistent=False)
        with torch.no_grad():
            self.leave.weight.mul_(0.3)
            self.bias[:, :size] = -0.4 * (group + min(given, 2))

    def forward(self, own: Tensor, past: Past, weights: Tensor) -> Belief:
        """``own`` and the past are decoded latents in steps, without gradient."""
        h = F.conv2d(weights, self.hidden_bias.T[:, :, None, None])
        base: Tensor | None = None
        if self.has_mean:
            if self.is_reference:
                base = reference(own)
            signed = causal(own, own.new_zeros(1) if base is None else base)
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
        h = F.relu(h)
        out = (self.leave(h) + F.conv2d(weights, self.bias.T[:, :, None, None])).float()
        scale, flag = out[:, : self.size], None
        if not self.is_reference:
            if self.has_mean:
                magnitude = companded(own)
            scale = scale + F.conv2d(
                F.pad(magnitude, (2, 2, 2, 0)), self.same * self.same_mask,
                groups=self.size,
            )  # fmt: skip
            raised = (own.abs().amax(dim=1, keepdim=True) >= 0.5).to(own.dtype)
            flag = self.flag(h) + F.conv2d(weights, self.flag_bias.T[:, :, None, None])
            flag = flag + F.conv2d(
                F.pad(raised, (2, 2, 2, 0)), self.flag_same * self.same_mask
            )
            flag = flag.float()
        if not self.has_mean:
            return Belief(scale.float(), None, flag)
        if past.slopes is not None:
            signed = torch.cat([signed, past.slopes], dim=1)
        mean = self.linear(signed.clamp(-LINEAR_LIMIT, LINEAR_LIMIT)).float()
        mean = mean + out[:, self.size :]
        return Belief(scale.float(), mean if base is None else base + mean, flag)
