"""The encoder's rule for a quality map: finer where it is flat, and where lite0 looks.

Errors that a texture hides show in a sky or a face as blotches; and a classifier reads
from few places (class activation map: Zhou et al. 2016). Swift's `MapRule` is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from .device import exact
from .lite0 import Lite0
from .middle_square import square
from .statement import Statement
from .tables import TOTAL
from .transforms import BLOCK, CELL

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Pixels = npt.NDArray[np.uint8]

STEPS_PER_ANCHOR = 4
STEP = 16
"""Quality indices of a step."""
LEAST, MOST = -4, 8
"""Steps that a cell may have."""


@dataclass(frozen=True)
class Rule:
    """How much each reason weighs: steps of quality for each octave."""

    flat: float = 0.0
    """At the worst quality."""
    flat_at_best: float = 0.0
    """At the best quality, where no eye misses what is flat."""
    busy: float = 1.0
    """How much more an octave busier than usual weighs, at all qualities, than one flatter
    at the worst."""
    look: float = 0.0

    def flatness(self, share: float) -> float:
        """The weight of flatness at a share of the qualities, 0 … 1."""
        return self.flat + share * (self.flat_at_best - self.flat)


RULE = Rule(flat=0.9, flat_at_best=0.3, busy=1.25)
"""That of the packs: a choice between pictures and measures. The shipped codec (PSNR against
AVIF `tune=psnr`, SSIMULACRA2 against `tune=iq`, 0.06 to 1.5 bits a pixel) when busy cells lost
weight, too, at high qualities (float model):

    flat, at best   nine of CID22       24 of Kodak
    1.1, 0.6        −6.0 %, −0.1 %
    1.1, 0.5                            −2.0 %, +5.3 %
    0.9, 0.4        −5.2 %, +1.8 %      −2.5 %, +5.9 %

As whole files 0.9, 0.4 had −2.1 and +7.5 % on Kodak, but files of busy photos grew by 30 % from
quality 60 to 60.4. Since busy cells keep their weight: −1.9 and +6.4 % for 0.9, 0.4 and for
0.9, 0.3, and −1.9 and +6.5 % for 0.75, 0.35 (busy 1.4); without any coarser steps for them
(float model) −2.2 and +9.3 %. CID22 alone would choose more for what is flat; classifiers,
which read what is busy, less: with the codec before, 63 photographs at 0.1 bits a pixel cost
lite1 0.05 nats less by 0.9, 0.3 than by 1.25, 0.6.

Attention was left out after a look at Kodak and 63 photographs of ImageNet: look = 0.75
(beside flat = 1.25) took 6 % of rate by SSIMULACRA2, and what lite1 read of 0.1 bits a pixel
was within chance of what it read without (32 and 31 photographs)."""


def flatness(pixels: Pixels) -> Floats:
    """Octaves by which cells are flatter than usual, −2 … 6: count × h/32 × w/32.

    ``pixels``: count × height × width × 3, whole cells. The median deviation of luma in a
    cell's blocks of 8×8 tells: a few edges do not count.
    """
    luma = pixels.astype(np.float32) @ np.asarray([77, 150, 29], np.float32) / 256
    count, height, width = luma.shape
    side = CELL // BLOCK
    blocks = luma.reshape(count, height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    cells = blocks.std(axis=(2, 4)).reshape(count, height // CELL, side, width // CELL, side)
    each = np.sort(cells.swapaxes(2, 3).reshape(*cells.shape[:2], -1, side * side))
    return (3 - np.log2(1 + each[..., (side * side - 1) // 2])).clip(-2, 6)


@torch.no_grad()
def attention(network: Lite0, pixels: Pixels) -> Floats | None:
    """Octaves by which cells hold more of what lite0 saw than the mean, −2 … 1.5.

    ``pixels``: height × width × 3; h/32 × w/32 numbers, rounded up. None where lite0 sees
    nothing. What lies outside its square tells it nothing.
    """
    image = network.square(pixels)
    with exact(image):
        last = network.features(image)[-1]
        said = Statement.of(network.read(last)[0].softmax(0).cpu().numpy())
    if said is None:
        return None
    weights = network.classes.weight.cpu().numpy()
    direction = said.direction(weights - weights.mean(axis=0))
    seen = np.einsum("c,cyx->yx", direction, last[0].cpu().numpy()).clip(0)
    seen = seen / (seen.mean() + 1e-6)
    height, width = pixels.shape[:2]
    top, left, size = square(height, width)
    rows = _interpolation(-(-height // CELL), top, size, len(seen))
    columns = _interpolation(-(-width // CELL), left, size, len(seen))
    return np.log2(rows @ seen @ columns.T + 0.25).clip(-2, 1.5).astype(np.float32)


def _interpolation(cells: int, start: int, size: int, side: int) -> Floats:
    """Linear interpolation of ``side`` values to the middles of cells, cells × side; 0 beyond."""
    middles = np.arange(cells) * CELL + CELL / 2
    places = (middles - start) / size * side - 0.5
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(side)[None])).astype(np.float32)


def prediction(steps: list[int], columns: int) -> tuple[int, int]:
    """What the next cell's step is predicted to be, and the context of its table."""
    place = len(steps)
    left = steps[place - 1] if place % columns else None
    up = steps[place - columns] if place >= columns else None
    if left is None or up is None:
        known = left if left is not None else up
        return (0, 0) if known is None else (known, 1)
    return (left + up) >> 1, 1 if left == up else 2


KEPT = 1.8
"""Another step than predicted is not worth its bits unless what is wanted is further away.
Eleven pictures of CID22 as whole files, 0.06 to 1.2 bits a pixel, against 1.5: −0.6 % by PSNR,
+0.6 % by SSIMULACRA2."""


def chosen(wanted: Floats) -> Ints:
    """Whole steps of cells, h × w; those predicted, where that is near enough."""
    rows, columns = wanted.shape
    steps: list[int] = []
    for value in wanted.ravel():
        step = min(max(int(np.floor(value + 0.5)), LEAST), MOST)
        predicted, _ = prediction(steps, columns)
        steps.append(predicted if abs(value - predicted) < KEPT else step)
    return np.asarray(steps).reshape(rows, columns)


SHARES = ((0.79, 0.001, 0.141, 0.051), (0.961, 0.001, 0.0175, 0.012), (0.829, 0.001, 0.111, 0.027))
"""Of the differences 0, ±1, +2 and −2 in each context, as `RULE` makes them of the training
pictures at qualities from 5 to 90; `chosen` leaves no ±1, and a prediction that is rounded
down makes 2 more likely."""
FALL = 0.18
"""By how much each difference of one more than 2 is rarer."""


def map_tables() -> npt.NDArray[np.uint32]:
    """Cumulative tables of a map's symbols, 3 contexts × 26."""
    place = np.arange(2 * (MOST - LEAST) + 1) - (MOST - LEAST)
    rows = []
    for none, one, up, down in SHARES:
        weights = np.where(place > 0, up, down) * FALL ** (np.abs(place) - 2.0)
        weights[np.abs(place) == 1] = one
        weights[place == 0] = none
        counts = 1 + np.floor((TOTAL - len(place)) * weights / weights.sum())
        counts[MOST - LEAST] += TOTAL - counts.sum()
        rows.append(np.concatenate([[0], np.cumsum(counts)]))
    return np.asarray(rows, dtype=np.uint32)


def map_bits(found: Ints) -> float:
    """What a map costs; one of zeros is not written."""
    if not found.any():
        return 0.0
    tables = np.diff(map_tables().astype(np.float64), axis=1) / TOTAL
    seen: list[int] = []
    bits = 0.0
    for step in found.ravel().tolist():
        predicted, context = prediction(seen, found.shape[1])
        bits -= np.log2(tables[context, step - predicted + MOST - LEAST])
        seen.append(step)
    return bits


def steps(
    rule: Rule, network: Lite0 | None, pixels: Pixels, whole: Pixels, share: float
) -> Ints | None:
    """The map of a picture at a share of the qualities, 0 … 1; ``whole`` is the picture,
    extended to whole cells. None without any."""
    octaves = flatness(whole[None])[0]
    # What is busy keeps its weight: many cells are as busy as counts, and if all of them
    # changed their step at one quality, no file would have a size between.
    busy = rule.flat * rule.busy * octaves
    wanted = np.where(octaves < 0, busy, rule.flatness(share) * octaves)
    if rule.look > 0 and network is not None:
        seen = attention(network, pixels)
        if seen is not None:
            wanted = wanted + rule.look * seen
    found = chosen(wanted)
    return found if found.any() else None
