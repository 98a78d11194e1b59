"""The entropy model's weights as exact integers: what a pack holds of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from .contexts import CAUSAL, GroupContext
from .lapped import ODD_PARTS, dct_matrix, edge_filter
from .layout import COARSE, FINE
from .likelihood import SMALLEST_LOG_SCALE
from .model import Codec
from .tables import FINE as PLACES
from .tables import FLAG_CLASSES, FLAG_STEPS, PER_OCTAVE
from .transforms import ANCHORS, nominal_step

Tensors = dict[str, npt.NDArray[np.generic]]

SEGMENT = 64
QUALITIES = SEGMENT * (ANCHORS - 1) + 1
LUT = np.round(8 * np.log2(1 + np.arange(64))).astype(np.int64)
CLASS_SHIFT, MEAN_SHIFT = 19, 14
OWN = [(-1, -1), (-1, 0), (-1, 1), (0, -1)]
"""Own-group neighbours of the groups without mean."""

MAGNITUDE_SCALE, SIGNED_SCALE, BIAS_SCALE = 1024, 256, 8192
LEAVE_SCALE, MEAN_LEAVE_SCALE, LINEAR_SCALE = 2048, 4096, 16384
MATRIX_SHIFT = 13
"""Binary places of the fixed matrices of the means' transform."""

MEAN_PLACES = 16
"""Means are integers in 1/MEAN_PLACES of the picture's unit."""


def _short(values: npt.NDArray[np.floating]) -> npt.NDArray[np.int16]:
    return np.clip(np.round(values), -32767, 32767).astype(np.int16)


def _whole(values: npt.NDArray[np.floating]) -> npt.NDArray[np.int32]:
    limit = float(1 << 30)
    return np.clip(np.round(values), -limit, limit).astype(np.int32)


def _array(tensor: Tensor) -> npt.NDArray[np.float64]:
    return tensor.detach().double().numpy()


def _halves(weight: npt.NDArray[np.float64]) -> npt.NDArray[np.int16]:
    # [H, 2S, 1, 1]: signed inputs first, magnitudes after.
    flat = weight[:, :, 0, 0].T
    half = len(flat) // 2
    return _short(
        np.concatenate([flat[:half] * SIGNED_SCALE, flat[half:] * MAGNITUDE_SCALE])
    )


def _causal(weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """[n, 3, 5] → [12, n]."""
    return np.stack([weight[:, 2 + dy, 2 + dx] for dy, dx in CAUSAL])


def _group_tensors(context: GroupContext, earlier: int) -> Tensors:
    size = context.size
    out: Tensors = {}
    if hasattr(context, "window"):
        weight = _array(context.window.weight).transpose(2, 3, 1, 0)
        scale = np.full(weight.shape[2], float(SIGNED_SCALE))
        scale[:earlier] = MAGNITUDE_SCALE
        out["window"] = _short(weight * scale[:, None])
    if hasattr(context, "slopes"):
        out["slopes"] = _halves(_array(context.slopes.weight))
    if context.has_mean:
        out["near"] = _halves(_array(context.near.weight))
        linear = _array(context.linear.weight)[:, :, 0, 0].T
        out["linear"] = _short(linear * LINEAR_SCALE)
    else:
        own = _array(context.own.weight)
        places = [own[:, :, 1 + dy, 1 + dx].T for dy, dx in OWN]
        out["own"] = _short(np.stack(places) * MAGNITUDE_SCALE)
    if not context.is_reference:
        same = _causal(_array(context.same)[:, 0])
        out["same"] = _whole(same * PER_OCTAVE * ((1 << CLASS_SHIFT) / 8))
        one = float(FLAG_STEPS << CLASS_SHIFT)
        flag = _array(context.flag.weight)[0, :, 0, 0]
        out["flag"] = _short(flag * FLAG_STEPS * (1 << CLASS_SHIFT) / 256)
        out["flagSame"] = _whole(_causal(_array(context.flag_same)[0]) * one)[:, 0]
        middle = float((FLAG_CLASSES // 2) << CLASS_SHIFT)
        out["flagBias"] = _whole(_array(context.flag_bias)[:, 0] * one + middle)
    out["hiddenBias"] = _whole(_array(context.hidden_bias) * BIAS_SCALE)
    leave = _array(context.leave.weight)[:, :, 0, 0].T
    bias = _array(context.bias)
    scale = np.full(leave.shape[1], float(MEAN_LEAVE_SCALE))
    scale[:size] = LEAVE_SCALE * PER_OCTAVE
    out["leave"] = _short(leave * scale)
    whole = bias * PLACES * (1 << MEAN_SHIFT)
    whole[:, :size] = (bias[:, :size] - SMALLEST_LOG_SCALE) * (
        PER_OCTAVE << CLASS_SHIFT
    )
    out["bias"] = _whole(whole)
    return out


def context_tensors(model: Codec) -> Tensors:
    """The entropy model's exact integers, by name."""
    out: Tensors = {"ctx.lut": LUT.astype(np.uint8)}
    for layout, contexts in ((COARSE, model.coarse), (FINE, model.fine)):
        for group, context in enumerate(contexts):
            earlier = len(layout.given) + layout.starts[group]
            for name, value in _group_tensors(context, earlier).items():
                out[f"ctx.{layout.name}.{group}.{name}"] = value
    return out


@torch.no_grad()
def step_tensors(model: Codec) -> Tensors:
    """Steps, units and quality vectors of every quality index."""
    quality = (torch.arange(QUALITIES, dtype=torch.float64) / SEGMENT).view(-1, 1)
    anchors = torch.arange(ANCHORS, dtype=torch.float64)
    weights = (1 - (quality - anchors).abs()).clamp(min=0)
    nominal = nominal_step(quality)

    def steps(gain: Tensor) -> npt.NDArray[np.float64]:
        return (nominal * torch.exp(weights @ gain.double())).numpy()

    coarse = (steps(model.coarse_gain) / PLACES).astype(np.float32)
    fine = (steps(model.fine_gain) / PLACES).astype(np.float32)
    unit = coarse.astype(np.float64) * MEAN_PLACES * (1 << 12)
    mean = 65536 * PLACES / (MEAN_PLACES * steps(model.mean_gain))
    return {
        "coarseStep64": coarse,
        "step64": fine,
        "coarseUnit": np.round(unit).astype(np.int32),
        "meanUnit": np.round(mean).astype(np.int32),
        "quality": torch.cat([weights, nominal], dim=1).float().numpy(),
    }


def matrix_tensors() -> Tensors:
    """The fixed matrices of the means' transform."""
    side = COARSE.block
    pre = edge_filter(ODD_PARTS[side])
    one = 1 << MATRIX_SHIFT
    return {
        "coarseDCT": np.round(dct_matrix(side) * one).astype(np.int32),
        "coarsePost": np.round(np.linalg.inv(pre) * one).astype(np.int32),
        "coarsePre": pre.astype(np.float32),
    }


def integer_tensors(model: Codec) -> Tensors:
    """All that decides a symbol."""
    return {**context_tensors(model), **step_tensors(model), **matrix_tensors()}


