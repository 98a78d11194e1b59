"""The integer twin of the entropy model, vectorised over pictures.

Everything that decides a symbol: features, hidden layer, scale class, mean. All
arithmetic is on integers; convolutions run in floating point only where every
partial sum is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from .contexts import AROUND, CAUSAL, DC_GROUPS, MEAN_GROUPS, GroupContext
from .layout import GROUPS, SIZES, STARTS
from .model import SMALLEST_LOG_SCALE, Codec
from .tables import CLASSES, FINE, PER_OCTAVE, Tables
from .transforms import ANCHORS

Ints = npt.NDArray[np.int64]
Tensors = dict[str, npt.NDArray[np.generic]]

SEGMENT = 64
QUALITIES = SEGMENT * (ANCHORS - 1) + 1
LUT = np.round(8 * np.log2(1 + np.arange(64))).astype(np.int64)
SIGNED_LIMIT, LINEAR_LIMIT, VALUE_LIMIT = 8 * FINE, 64 * FINE, 1 << 21
HIDDEN_SHIFT, HIDDEN_LIMIT = 5, 32767
CLASS_SHIFT, MEAN_SHIFT = 19, 14
MAGNITUDE_SCALE, SIGNED_SCALE, BIAS_SCALE = 1024, 256, 8192
LEAVE_SCALE, MEAN_LEAVE_SCALE, LINEAR_SCALE = 2048, 4096, 16384
OWN = [(-1, -1), (-1, 0), (-1, 1), (0, -1)]
"""Own-group neighbours of the later groups."""


def _short(values: npt.NDArray[np.floating]) -> npt.NDArray[np.int16]:
    return np.clip(np.round(values), -32767, 32767).astype(np.int16)


def _group_tensors(context: GroupContext) -> Tensors:
    def get(tensor: Tensor) -> npt.NDArray[np.float64]:
        return tensor.detach().double().numpy()

    def halves(weight: npt.NDArray[np.float64]) -> npt.NDArray[np.int16]:
        # [H, 2S, 1, 1]: signed inputs first, magnitudes after.
        flat = weight[:, :, 0, 0].T
        half = len(flat) // 2
        scaled = np.concatenate(
            [flat[:half] * SIGNED_SCALE, flat[half:] * MAGNITUDE_SCALE]
        )
        return _short(scaled)

    group, size = context.group, context.size
    out: Tensors = {}
    if hasattr(context, "window"):
        weight = get(context.window.weight).transpose(2, 3, 1, 0)
        scale = np.full(weight.shape[2], float(SIGNED_SCALE))
        scale[: STARTS[group]] = MAGNITUDE_SCALE
        out["window"] = _short(weight * scale[:, None])
    if hasattr(context, "slopes"):
        out["slopes"] = halves(get(context.slopes.weight))
    if context.has_mean:
        out["near"] = halves(get(context.near.weight))
        linear = get(context.linear.weight)[:, :, 0, 0].T
        out["linear"] = _short(linear * LINEAR_SCALE)
    else:
        own = get(context.own.weight)
        places = [own[:, :, 1 + dy, 1 + dx].T for dy, dx in OWN]
        out["own"] = _short(np.stack(places) * MAGNITUDE_SCALE)
    if not context.is_dc:
        same = get(context.same)[:, 0]
        places = [same[:, 2 + dy, 2 + dx] for dy, dx in CAUSAL]
        scaled = np.stack(places) * PER_OCTAVE * ((1 << CLASS_SHIFT) / 8)
        out["same"] = np.round(scaled).astype(np.int32)
    out["hiddenBias"] = np.round(get(context.hidden_bias) * BIAS_SCALE).astype(np.int32)
    leave = get(context.leave.weight)[:, :, 0, 0].T
    bias = get(context.bias)
    scale = np.full(leave.shape[1], float(MEAN_LEAVE_SCALE))
    scale[:size] = LEAVE_SCALE * PER_OCTAVE
    out["leave"] = _short(leave * scale)
    whole = bias * FINE * (1 << MEAN_SHIFT)
    whole[:, :size] = (bias[:, :size] - SMALLEST_LOG_SCALE) * (
        PER_OCTAVE << CLASS_SHIFT
    )
    limit = float(1 << 30)
    out["bias"] = np.clip(np.round(whole), -limit, limit).astype(np.int32)
    return out


def integer_tensors(model: Codec) -> Tensors:
    """The entropy model's exact integers, by name."""
    out: Tensors = {"ctx.lut": LUT.astype(np.uint8)}
    for group, context in enumerate(model.contexts):
        for name, value in _group_tensors(context).items():
            out[f"ctx.{group}.{name}"] = value
    return out


def magnitude(values: Ints) -> Ints:
    """mag(v) of the specification."""
    return LUT[np.minimum((np.abs(values) + FINE // 2) >> 6, 63)]


def signed(values: Ints) -> Ints:
    """sig(v) of the specification."""
    return np.clip(values, -SIGNED_LIMIT, SIGNED_LIMIT) >> 3


def linear(values: Ints) -> Ints:
    """lin(v) of the specification."""
    return np.clip(values, -LINEAR_LIMIT, LINEAR_LIMIT)


def _convolve(x: Ints, weight: Ints, largest: int) -> Ints:
    """3×3 (or 1×1) convolution, zero border, exact. weight: kh, kw, cin, cout."""
    bound = largest * np.abs(weight).sum(axis=(0, 1, 2)).max()
    kind = torch.float32 if bound < 1 << 24 else torch.float64
    kernel = torch.tensor(weight.transpose(3, 2, 0, 1).copy(), dtype=kind)
    out = F.conv2d(torch.tensor(x, dtype=kind), kernel, padding=weight.shape[0] // 2)
    return out.numpy().astype(np.int64)


def _offsets(planes: Ints, offsets: list[tuple[int, int]]) -> Ints:
    """Neighbours by offset, zero outside: batch × offsets × channels × h × w."""
    height, width = planes.shape[2:]
    padded = np.pad(planes, ((0, 0), (0, 0), (2, 2), (2, 2)))
    views = [
        padded[:, :, 2 + dy : 2 + dy + height, 2 + dx : 2 + dx + width]
        for dy, dx in offsets
    ]
    return np.stack(views, axis=1)


class IntegerModel:
    """Reads the tensors of a pack; finds classes and means."""

    def __init__(self, tensors: Tensors) -> None:
        self.weights = {
            k: v.astype(np.int64) for k, v in tensors.items() if k.startswith("ctx.")
        }

    def get(self, group: int, name: str) -> Ints | None:
        """A tensor of a group, if it has it."""
        return self.weights.get(f"ctx.{group}.{name}")

    def need(self, group: int, name: str) -> Ints:
        """A tensor that the group must have."""
        return self.weights[f"ctx.{group}.{name}"]

    def interpolated(self, group: int, name: str, quality: int) -> Ints:
        """A bias at a quality index."""
        anchor = min(quality // SEGMENT, ANCHORS - 2)
        f = quality - SEGMENT * anchor
        rows = self.need(group, name)
        return (rows[anchor] * (SEGMENT - f) + rows[anchor + 1] * f) >> 6

    def slopes(self, group: int, past: Ints) -> Ints | None:
        """Neighbour minus centre of the decoded DC channels."""
        count = min(STARTS[group], STARTS[DC_GROUPS])
        if count == 0:
            return None
        dc = past[:, :count]
        padded = np.pad(dc, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
        height, width = dc.shape[2:]
        views = [
            padded[:, :, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] - dc
            for dy, dx in AROUND
        ]
        stacked = np.stack(views, axis=2)
        return stacked.reshape(len(dc), count * len(AROUND), height, width)

    def dense(self, group: int, past: Ints, quality: int) -> tuple[Ints, Ints]:
        """What earlier groups give: hidden sums, and the mean's linear part."""
        count, _, height, width = past.shape
        bias = self.interpolated(group, "hiddenBias", quality)
        total = np.broadcast_to(
            bias[None, :, None, None], (count, len(bias), height, width)
        ).copy()
        window = self.get(group, "window")
        if window is not None:
            first, last = STARTS[DC_GROUPS], STARTS[min(group, MEAN_GROUPS)]
            features = [magnitude(past)]
            if last > first:
                features.append(signed(past[:, first:last]))
            total += _convolve(np.concatenate(features, axis=1), window, FINE)
        mean = np.zeros((count, SIZES[group], height, width), dtype=np.int64)
        slopes = self.slopes(group, past)
        if slopes is not None:
            features = [signed(slopes), magnitude(slopes)]
            weight = self.need(group, "slopes")[None, None]
            total += _convolve(np.concatenate(features, axis=1), weight, FINE)
            if group < MEAN_GROUPS:
                near = len(CAUSAL) * SIZES[group]
                weight = self.need(group, "linear")[near:][None, None]
                mean += _convolve(linear(slopes), weight, LINEAR_LIMIT)
        return total, mean

    def later_classes(self, group: int, total: Ints, own: Ints, quality: int) -> Ints:
        """Classes of a group without mean, given its own values."""
        magnitudes = magnitude(own)
        weight = self.need(group, "own")
        kernel = np.zeros((3, 3, *weight.shape[1:]), dtype=np.int64)
        for place, (dy, dx) in enumerate(OWN):
            kernel[1 + dy, 1 + dx] = weight[place]
        total = total + _convolve(magnitudes, kernel, FINE)
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        z = np.einsum("bjyx,ji->biyx", hidden.astype(np.float64),
                      self.need(group, "leave").astype(np.float64), optimize=True)
        z = z.astype(np.int64) + self.interpolated(group, "bias", quality)[
            None, :, None, None
        ]
        near = _offsets(magnitudes, CAUSAL)
        z += (near * self.need(group, "same")[None, :, :, None, None]).sum(axis=1)
        return self.to_class(z)

    def later_model(self, group: int, near: Ints, total: Ints, quality: int) -> Ints:
        """Classes of positions of a group without mean; see `near_model`."""
        magnitudes = magnitude(near)
        own = magnitudes[:, [CAUSAL.index(o) for o in OWN]].reshape(len(near), -1)
        weight = self.need(group, "own").reshape(own.shape[1], -1)
        total = total + _exact_product(own, weight)
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        z = _exact_product(hidden, self.need(group, "leave"))
        z += self.interpolated(group, "bias", quality)
        z += (magnitudes * self.need(group, "same")[None]).sum(axis=1)
        return self.to_class(z)

    @staticmethod
    def to_class(z: Ints) -> Ints:
        """Fixed-point class number to a class."""
        return np.clip((z + (1 << (CLASS_SHIFT - 1))) >> CLASS_SHIFT, 0, CLASSES - 1)

    def near_model(
        self, group: int, near: Ints, inside: Ints, total: Ints, mean: Ints, quality: int
    ) -> tuple[Ints, Ints]:
        """Class and mean of positions of a group with mean.

        ``near``: positions × 12 × size raw neighbour values; ``inside`` positions
        × 12; ``total`` positions × hidden; ``mean`` positions × size.
        """
        places, _, size = near.shape
        if group < DC_GROUPS:
            up, left = CAUSAL.index((-1, 0)), CAUSAL.index((0, -1))
            both = (inside[:, up] & inside[:, left])[:, None]
            base = near[:, up] + near[:, left]
            base = np.where(both == 1, base >> 1, base)
        else:
            base = np.zeros((places, size), dtype=np.int64)
        d = (near - base[:, None]) * inside[:, :, None]
        flat = d.reshape(places, -1)
        features = np.concatenate([signed(flat), magnitude(flat)], axis=1)
        total = total + _exact_product(features, self.need(group, "near"))
        hidden = np.minimum(np.maximum(total, 0) >> HIDDEN_SHIFT, HIDDEN_LIMIT)
        out = _exact_product(hidden, self.need(group, "leave"))
        out += self.interpolated(group, "bias", quality)
        z = out[:, :size]
        if group >= DC_GROUPS:
            z = z + (magnitude(near) * self.need(group, "same")[None]).sum(axis=1)
        weight = self.need(group, "linear")[: flat.shape[1]]
        m = out[:, size:] + mean + _exact_product(linear(flat), weight)
        return self.to_class(z), base + ((m + (1 << (MEAN_SHIFT - 1))) >> MEAN_SHIFT)


@dataclass
class Coded:
    """What coding leaves: batch × channels × h × w each."""

    decoded: Ints
    """Decoded values in 1/64 step."""
    symbols: Ints
    classes: Ints
    noise: Ints
    """Common randomness in −32 … 31, before the class scales it."""
    dither: Ints
    """Dither in 1/64 step."""

    @staticmethod
    def empty(shape: tuple[int, ...]) -> Coded:
        """Zeros."""
        return Coded(*(np.zeros(shape, dtype=np.int64) for _ in range(5)))


def _exact_product(x: Ints, weight: Ints) -> Ints:
    return (x.astype(np.float64) @ weight.astype(np.float64)).astype(np.int64)


def fronts(height: int, width: int) -> list[tuple[Ints, Ints]]:
    """Positions that can be coded together: x + 3y constant, in order."""
    y, x = np.mgrid[:height, :width]
    place = (x + 3 * y).ravel()
    order = np.argsort(place, kind="stable")
    cuts = np.flatnonzero(np.diff(place[order])) + 1
    return [
        (part // width, part % width) for part in np.split(order, cuts)
    ]


SQUARES = np.array([4.0, 1.0, 2.0, 2.0] + [1.0] * (len(GROUPS) - 4))
"""What squared errors of a group's latents cost in the search. What is given up of luma's
mean and lowest frequencies costs the contexts and the synthesis after it, too."""

FEEDBACK = np.array([0.3, 0.7])
"""Share of its error that a mean (luma; colours) hands on to the means after it. A mean
is predicted from decoded means, so without that a region misses its colour by the same
part of a step everywhere; with it the errors of neighbours cancel."""

TAPS = {(0, -1): 7 / 16, (-1, -1): 1 / 16, (-1, 0): 5 / 16, (-1, 1): 3 / 16}
"""Where handed-on errors come from (Floyd & Steinberg 1976): offset → share."""


class Coder:
    """Quantizes latents in coding order and counts their bits.

    Groups without mean are quantized plane by plane; with dither, or on demand,
    position by position as a decoder must.
    """

    LIMIT = 600

    def __init__(
        self, model: IntegerModel, tables: Tables, lagrange: float, seed: int = 0
    ) -> None:
        self.model = model
        self.tables = tables
        self.lagrange = lagrange
        self.rates = [tables.rates(g, self.LIMIT) for g in range(len(GROUPS))]
        self.serial = bool(tables.dither.any())
        self._random = np.random.default_rng(seed)

    def choose(
        self, group: int, wanted: npt.NDArray[np.float64], classes: Ints, dither: Ints
    ) -> Ints:
        """The k of least w·(k − u − wanted)² + λ·bits among three."""
        u = dither / FINE
        first = np.round(wanted + u).astype(np.int64)
        if self.lagrange <= 0:
            return first
        best = first
        costs = np.full(wanted.shape, np.inf)
        for candidate in (first, first - np.sign(first), np.zeros_like(first)):
            # The rate at a dither is read between those of whole places.
            exact = np.clip(candidate - u, 1 - self.LIMIT, self.LIMIT - 1)
            below = np.floor(exact).astype(np.int64)
            share = exact - below
            rate = self.rates[group][classes, below + self.LIMIT]
            if self.serial:
                after = self.rates[group][classes, below + 1 + self.LIMIT]
                rate = rate * (1 - share) + after * share
            cost = SQUARES[group] * (candidate - u - wanted) ** 2 + self.lagrange * rate
            better = cost < costs
            best = np.where(better, candidate, best)
            costs = np.where(better, cost, costs)
        return best

    def encode(
        self, values: npt.NDArray[np.float64], quality: int,
        given: Ints | None = None, noise: Ints | None = None,
    ) -> Coded:  # fmt: skip
        """Codes latents in steps, batch × channels × h × w.

        With the symbols ``given`` this is the decoder: ``values`` only tells the
        shape.
        """
        out = Coded.empty(values.shape)
        if noise is not None:
            out.noise[:] = noise
        elif self.serial:
            out.noise[:] = self._random.integers(-32, 32, values.shape)
        steps = fronts(*values.shape[2:])
        for group in range(len(GROUPS)):
            start = STARTS[group]
            part = slice(start, start + SIZES[group])
            symbols = None if given is None else given[:, part]
            dense = self.model.dense(group, out.decoded[:, :start], quality)
            if group < MEAN_GROUPS or self.serial:
                self._serial(group, values[:, part], dense, quality, steps, symbols, out)
            else:
                self._plane(group, values[:, part], dense[0], quality, symbols, out)
        return out

    def _plane(
        self, group: int, wanted: npt.NDArray[np.float64], total: Ints, quality: int,
        given: Ints | None, out: Coded,
    ) -> None:  # fmt: skip
        part = slice(STARTS[group], STARTS[group] + SIZES[group])
        zero = np.zeros(1, dtype=np.int64)
        if given is not None:
            k = given
        elif self.lagrange <= 0:
            k = np.round(wanted).astype(np.int64)
        else:
            # The contexts of the choice are those of the choice before it.
            k = (np.sign(wanted) * np.floor(np.abs(wanted) + 0.4)).astype(np.int64)
            for _ in range(2):
                found = self.model.later_classes(group, total, k * FINE, quality)
                k = self.choose(group, wanted, found, zero)
        out.classes[:, part] = self.model.later_classes(group, total, k * FINE, quality)
        out.symbols[:, part] = k
        out.decoded[:, part] = k * FINE

    def _serial(
        self, group: int, values: npt.NDArray[np.float64], dense: tuple[Ints, Ints],
        quality: int, steps: list[tuple[Ints, Ints]], given: Ints | None, out: Coded,
    ) -> None:  # fmt: skip
        start, size = STARTS[group], SIZES[group]
        count, _, height, width = values.shape
        padded = np.zeros((count, height + 2, width + 4, size), dtype=np.int64)
        missed = np.zeros(padded.shape)
        inside = np.zeros((height + 2, width + 4), dtype=np.int64)
        inside[2:, 2:-2] = 1
        down = np.asarray([o[0] for o in CAUSAL])
        across = np.asarray([o[1] for o in CAUSAL])

        def at(planes: np.ndarray, ys: Ints, xs: Ints) -> np.ndarray:
            rows = planes[:, :, ys, xs].transpose(0, 2, 1)
            return rows.reshape(-1, planes.shape[1])

        noise = out.noise[:, start : start + size]
        for ys, xs in steps:
            ny, nx = ys[:, None] + down + 2, xs[:, None] + across + 2
            near = padded[:, ny, nx].reshape(-1, len(CAUSAL), size)
            total = at(dense[0], ys, xs)
            m = np.zeros((len(near), size), dtype=np.int64)
            if group < MEAN_GROUPS:
                known = np.tile(inside[ny, nx], (count, 1))
                lean = at(dense[1], ys, xs)
                found, m = self.model.near_model(
                    group, near, known, total, lean, quality
                )
            else:
                found = self.model.later_model(group, near, total, quality)
            u = (at(noise, ys, xs) * self.tables.dither[found]) >> 6
            if given is None:
                wanted = at(values, ys, xs) - m / FINE
                if group < DC_GROUPS:
                    carried = sum(
                        share * missed[:, ys + 2 + dy, xs + 2 + dx]
                        for (dy, dx), share in TAPS.items()
                    )
                    wanted = wanted + FEEDBACK[group] * carried.reshape(wanted.shape)
                k = self.choose(group, wanted, found, u)
                missed[:, ys + 2, xs + 2] = (wanted - k + u / FINE).reshape(
                    count, len(ys), size
                )
            else:
                k = at(given, ys, xs)
            y = np.clip(k * FINE + m - u, -VALUE_LIMIT, VALUE_LIMIT)
            shape = (count, len(ys), size)
            padded[:, ys + 2, xs + 2] = y.reshape(shape)
            for target, source in (
                (out.decoded, y), (out.symbols, k), (out.classes, found),
                (out.dither, u),
            ):  # fmt: skip
                block = source.reshape(shape).transpose(0, 2, 1)
                target[:, start : start + size, ys, xs] = block

    def bits(self, coded: Coded) -> npt.NDArray[np.float64]:
        """Exact bits of each picture and group: batch × groups."""
        out = np.zeros((len(coded.symbols), len(GROUPS)))
        for group in range(len(GROUPS)):
            part = slice(STARTS[group], STARTS[group] + SIZES[group])
            symbols, classes = coded.symbols[:, part], coded.classes[:, part]
            dither = coded.dither[:, part]
            place = np.clip(symbols, -self.LIMIT, self.LIMIT) + self.LIMIT
            cost = self.rates[group][classes, place]
            for index in np.unique(classes[dither != 0]):
                here = (classes == index) & (dither != 0)
                cost[here] = self.tables.bits(
                    group, int(index), symbols[here], dither[here]
                )
            out[:, group] = cost.sum(axis=(1, 2, 3))
        return out
