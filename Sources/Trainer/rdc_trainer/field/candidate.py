"""A checkpoint as a candidate of `rdc-train photo-benchmark`, before its pack exists.

``--candidate field=rdc_trainer.field.candidate:checkpoint:CODEC,FIT[,PERCEPTUAL]``. Bits
are those of the integer coder and its tables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from ..pictures import Pixels
from .coder import CodedPicture, Coder, encode_picture
from .device import load
from .evaluate import padded
from .fit import SEARCH, latents, load_average
from .heads import PerceptualSynthesis
from .integer import IntegerModel, Ints
from .integer_tensors import MEAN_PLACES, QUALITIES, SEGMENT, integer_tensors
from .lite0 import Lite0
from .model import Codec, Maps
from .quality_map import RULE, STEP, map_bits, steps
from .tables import FINE, Tables, dithered
from .transforms import CELL, Synthesis

Candidate = Callable[[Pixels, float], tuple[int, dict[str, Pixels]]]


def load_perceptual(path: Path, codec: Codec) -> PerceptualSynthesis:
    """The averaged weights of the head's checkpoint."""
    s = codec.shape
    head = PerceptualSynthesis(
        s.synthesis_width, s.synthesis_blocks, s.synthesis_separable, s.fine_width,
        s.fine_blocks,
    )  # fmt: skip
    head.load_state_dict(load(path)["average"])
    return head.eval()


@torch.no_grad()
def shown(head: Synthesis, codec: Codec, coded: CodedPicture, cells: Ints) -> Pixels:
    """One picture of whole cells by a head."""
    maps = Maps(torch.from_numpy(cells[:, None] / SEGMENT).float())
    coarse_steps, fine_steps, _ = codec.steps(maps)
    means = torch.from_numpy(coded.means).float() / MEAN_PLACES
    fine = torch.from_numpy(coded.fine.decoded).float() / FINE * fine_steps
    coarse = torch.from_numpy(coded.coarse.decoded).float() / FINE * coarse_steps
    picture = head(
        torch.cat([means, fine], dim=1), coarse, maps.block_hats, maps.cell_hats,
        maps.block_step,
    )  # fmt: skip
    out = (picture + 128).clamp(0, 255).round()[0].permute(1, 2, 0)
    return out.numpy().astype(np.uint8)


def checkpoint(argument: str) -> Candidate:
    """``CODEC,FIT[,PERCEPTUAL]``: paths of what `train`, `fit`, `train_head` wrote."""
    paths = [Path(part) for part in argument.split(",")]
    codec = load_average(paths[0])
    stored = np.load(paths[1])
    tables = Tables.counted(stored["counts"], stored["flags"], dithered(0.5, 0))
    coder = Coder(IntegerModel(integer_tensors(codec)), tables, SEARCH)
    heads: dict[str, Synthesis] = {"distortion": codec.synthesis}
    if len(paths) > 2:
        heads["perceptual"] = load_perceptual(paths[2], codec)

    network = Lite0().eval()

    def code(pixels: Pixels, quality: float) -> tuple[int, dict[str, Pixels]]:
        height, width = pixels.shape[:2]
        whole = padded(pixels)[None]
        rows, columns = whole.shape[1] // CELL, whole.shape[2] // CELL
        lifted = steps(RULE, network, pixels, whole[0], quality / 100)
        lifted = np.zeros((rows, columns), np.int64) if lifted is None else lifted
        cells = (round(quality * 3.2) + STEP * lifted[None]).clip(0, QUALITIES - 1)
        coded = encode_picture(coder, *latents(codec, whole, cells), cells)
        size = -(-int(coded.bits[0] + map_bits(lifted)) // 8) + 14
        return size, {
            name: shown(head, codec, coded, cells)[:height, :width]
            for name, head in heads.items()
        }

    return code
