"""The entropy model's weights as exact integers: what a pack holds of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor

from .contexts import CAUSAL, GroupContext
from .integer import CLASS_SHIFT, LUT, MEAN_SHIFT, OWN, Tensors
from .layout import STARTS
from .model import SMALLEST_LOG_SCALE, Codec
from .tables import FINE, PER_OCTAVE

MAGNITUDE_SCALE, SIGNED_SCALE, BIAS_SCALE = 1024, 256, 8192
LEAVE_SCALE, MEAN_LEAVE_SCALE, LINEAR_SCALE = 2048, 4096, 16384


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
