"""Begins a training with weights of this codec, or of the first generation's."""

from __future__ import annotations

from pathlib import Path

from .device import load
from .layout import COARSE, FINE
from .model import Codec

FORMER_MEANS = 2
"""Groups of the former codec that coded the means of blocks."""


def warm_start(model: Codec, path: Path) -> None:
    """Takes all of a codec of this kind; of the former one transforms, trunks, fine
    contexts and gains."""
    former = load(path)["average"]
    state = model.state_dict()
    if former.keys() == state.keys():
        model.load_state_dict(former)
        return
    taken = 0
    for name, value in former.items():
        if name.startswith("contexts."):
            _, group, rest = name.split(".", 2)
            place = int(group) - FORMER_MEANS
            name = f"fine.{place}.{rest}" if place >= 0 else f"coarse.{group}.{rest}"
        if name in state and state[name].shape == value.shape:
            state[name] = value
            taken += value.numel()
    gain = former["log_gain"]
    given = len(FINE.given)
    state["fine_gain"] = gain[:, given:]
    state["mean_gain"] = gain[:, :given]
    for place, (component, _) in enumerate(c for g in COARSE.groups for c in g):
        state["coarse_gain"][:, place] = gain[:, component] - 0.1
    model.load_state_dict(state)
    print(f"{taken} of {sum(v.numel() for v in state.values())} weights are the former's")
