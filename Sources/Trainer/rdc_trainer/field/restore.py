"""Lets a training go on from a pack: the codec's weights as the pack holds them.

One command: ``python -m rdc_trainer.field.restore PACK CHECKPOINT``. What a pack lacks
(optimizer, moving average) begins anew: ``train --start CHECKPOINT``. Every writer is run once on parameters that hold
their own numbers, so that what stands where in the pack is told by the writers alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from unittest import mock

import numpy as np
import torch

from ..pack import PackBuilder
from . import integer_tensors
from .graphs import write_analysis, write_synthesis
from .integer_tensors import SEGMENT, context_tensors
from .model import Codec, Shape
from .pack_reader import Pack
from .tables import FINE
from .transforms import ANCHORS, nominal_step

FIRST = 1000
"""The first parameter's number: above every constant that the writers add."""


class Recorder(PackBuilder):
    """Keeps weights as they come, without rounding."""

    def weights(self, name: str, values: np.ndarray) -> str:
        """Files weights in full."""
        return self.tensor(name, np.asarray(values, dtype=np.float64))


def _filled(model: Codec, fill: torch.Tensor) -> Codec:
    torch.nn.utils.vector_to_parameters(fill, model.parameters())
    return model


def _contexts(model: Codec, fill: torch.Tensor) -> dict[str, np.ndarray]:
    """The entropy model's tensors before any rounding."""
    exact = {name: lambda v: np.asarray(v, dtype=np.float64) for name in ("_short", "_whole")}
    with mock.patch.multiple(integer_tensors, **exact):
        return context_tensors(_filled(model, fill))


@torch.no_grad()
def restore(pack: Pack, shape: Shape = Shape()) -> Codec:
    """A codec with a pack's weights, to float16 or the integers' precision."""
    model = Codec(shape).double()
    count = sum(p.numel() for p in model.parameters())
    numbers = torch.arange(FIRST, FIRST + count, dtype=torch.float64)
    found = np.full(count, np.nan)

    def take(places: np.ndarray, values: np.ndarray) -> None:
        here = places >= FIRST - 0.5
        found[np.round(places[here]).astype(np.int64) - FIRST] = values[here]

    recorder = Recorder("restored")
    _filled(model, numbers)
    write_analysis(recorder, model.analysis)
    write_synthesis(recorder, "distortion", model.synthesis)
    for name, places in recorder.tensors.items():
        take(places, pack.tensors[name].astype(np.float64))
    offsets = _contexts(model, torch.zeros(count, dtype=torch.float64))
    ones = _contexts(model, torch.ones(count, dtype=torch.float64))
    for name, values in _contexts(model, numbers).items():
        if name == "ctx.lut":
            continue
        offset, scale = offsets[name], ones[name] - offsets[name]
        take((values - offset) / scale, (pack.tensors[name] - offset) / scale)

    # What no pack holds is what no picture depends on: masked weights.
    _filled(model, torch.from_numpy(np.nan_to_num(found)))
    anchors = np.arange(ANCHORS) * SEGMENT
    nominal = nominal_step(torch.arange(ANCHORS, dtype=torch.float64))[:, None]
    for gain, name in ((model.coarse_gain, "coarseStep64"), (model.fine_gain, "step64")):
        step = torch.from_numpy(pack.tensors[name][anchors].astype(np.float64)) * FINE
        gain.copy_(torch.log(step / nominal))
    unit = torch.from_numpy(pack.tensors["meanUnit"][anchors].astype(np.float64))
    factor = 65536 * FINE / integer_tensors.MEAN_PLACES
    model.mean_gain.copy_(torch.log(factor / unit / nominal))
    return model.float()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("checkpoint", type=Path)
    arguments = parser.parse_args()
    model = restore(Pack(arguments.pack))
    weights = model.state_dict()
    torch.save(
        {"model": weights, "average": weights, "shape": model.description()},
        arguments.checkpoint,
    )
    print(f"{arguments.checkpoint}: {sum(v.numel() for v in weights.values())} weights")


if __name__ == "__main__":
    main()
