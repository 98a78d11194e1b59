"""The searched encoders of `digits`: their heads, dials and heads of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import torch
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.between import HeadBetween, checkpoint_name, train_between, with_strengths
from ..digits.data import Digits
from ..digits.evaluate import encode_test
from ..digits.models import (
    RUNGS, Rung, head_input, label_head, perceptual_head, pixel_head, reads_noise,
)
from ..digits.perceptual import draw_noise
from ..digits.search import Searcher
from ..digits.settings import BETWEEN, SETTINGS
from ..digits.stages import half
from ..digits.tables import ideal_bits
from .coding import real_bits
from .yardstick import Yardstick


class MissingCheckpoint(FileNotFoundError):
    """A stage of `rdc-train digits` that has to be trained first."""


def stored(path: Path) -> dict:
    """A checkpoint of `rdc-train digits`."""
    if not path.exists():
        raise MissingCheckpoint(f"{path}: train it first with `rdc-train digits`")
    return torch.load(path, map_location="cpu", weights_only=False)


def digest(path: Path) -> str:
    """Names the very weights that a row was measured with, as a pack has them."""
    if not path.exists():
        return "missing"
    state, found = stored(path), hashlib.sha256()
    for part in ("pixel", "label", "head"):
        for name, value in state.get(part, {}).items():
            found.update(f"{part}.{name}".encode())
            found.update(value.half().contiguous().numpy().tobytes())
    return found.hexdigest()[:12]


def weights_between(settings: dict) -> list[float]:
    """The weights of the shipped heads between the ends of a row's dial."""
    return BETWEEN.get(settings["rung"], {}).get(settings["head"], [])


def weight_of(settings: dict) -> float:
    """The one weight of a separate head: λc, or the pull."""
    return settings["headWeight" if settings["head"] == "classification" else "pull"]


def paths(folder: Path, settings: dict) -> list[Path]:
    """The checkpoints of `digits` that a row of ours, a blend or a separate head reads."""
    rung, head, system = (settings[key] for key in ("rung", "head", "system"))
    names = [f"{rung}-codec"] + [f"{rung}-{head}"] * (head != "distortion")
    weights = weights_between(settings)
    if system == "separate":
        weights = [weight for weight in weights if weight == weight_of(settings)]
    elif system != "ours" or settings["strength"] == 1:
        weights = []
    names += [checkpoint_name(rung, head, weight) for weight in weights]
    return [folder / f"{name}.pt" for name in names]


class Searched:
    """A searcher with its tables, and the test set as it writes it."""

    def __init__(self, searcher: Searcher, guide: nn.Module, test: Digits):
        self.searcher, self.rung = searcher, searcher.rung
        self.places, self.cells = encode_test(searcher, None, guide, test)
        self.inputs = head_input(self.rung.cells()[self.cells], self.places, self.rung)
        named = searcher.label(self.inputs).argmax(1) == test.labels
        self.label_accuracy = named.double().mean().item()

    @cached_property
    def rate(self) -> dict:
        """Bits a picture, and how often the bits tell the label."""
        found = (self.rung, self.searcher.table, self.cells, self.places)
        return {
            "realBits": real_bits(*found), "idealBits": float(ideal_bits(*found).mean()),
            "labelAccuracy": self.label_accuracy,
        }

    @torch.no_grad()
    def pixels(self, head: nn.Sequential, seed: int = 8) -> torch.Tensor:
        """What a head reads; `seed` draws the noise."""
        noise = draw_noise(len(self.inputs), torch.Generator().manual_seed(seed))
        noisy = reads_noise(head, self.rung)
        seen = torch.cat([self.inputs, noise], 1) if noisy else self.inputs
        return torch.cat([head(x) for x in seen.split(1000)]).clamp(0, 1)

    def dial(self, knots: list[HeadBetween], strength: float, seed: int = 8) -> torch.Tensor:
        """The dial through knots from 0 to 1, as the decoder reads it."""
        part = sum(knot.strength <= strength for knot in knots[1:-1])
        low, high = knots[part], knots[part + 1]
        weight = (strength - low.strength) / (high.strength - low.strength)
        lower = self.pixels(low.head, seed)
        return lower + weight * (self.pixels(high.head, seed) - lower)

    def spread(self, first: torch.Tensor, second: torch.Tensor, test: Digits) -> dict:
        """How two draws vary: all of it, by noise, and how far their mean has moved.

        `variance` is a share of the originals'; `drawn` and `moved` are squares a
        pixel, as MSE is: the variance that noise makes within a cell and dither,
        and the distance of the mean over noise from the distortion head.
        """
        plain = self.pixels(self.searcher.pixel)
        return {
            "variance": (first.var(0).sum() / test.pictures.var(0).sum()).item(),
            "drawn": ((first - second).square().mean() / 2).item(),
            "moved": ((first - plain) * (second - plain)).mean().item(),
        }


def load_searcher(folder: Path, rung_name: str) -> Searcher:
    """The universal encoder of a rung from the checkpoints of `digits`."""
    rung, chosen = RUNGS[rung_name], SETTINGS[rung_name]
    pixel, label = pixel_head(rung), label_head(rung)
    state = stored(folder / f"{rung_name}-codec.pt")
    pixel.load_state_dict(state["pixel"])
    label.load_state_dict(state["label"])
    table = stored(folder / f"{rung_name}-tables.pt")["table"]
    return Searcher(rung, half(pixel), half(label), chosen.mu, table, chosen.price)


def load_head(rung: Rung, head: str, path: Path) -> nn.Sequential:
    """A trained head with the weights of the pack."""
    model = perceptual_head(rung) if head == "perceptual" else pixel_head(rung)
    model.load_state_dict(stored(path)["head"])
    return half(model)


def load_dial(folder: Path, settings: dict, searcher: Searcher) -> list[HeadBetween]:
    """The knots of a row's dial; `blend` is the dial without heads between its ends."""
    rung, head = searcher.rung, settings["head"]
    end = load_head(rung, head, folder / f"{rung.name}-{head}.pt")
    between = []
    if settings["system"] == "ours" and weights_between(settings):
        names = [checkpoint_name(rung.name, head, weight) for weight in weights_between(settings)]
        encoded = stored(folder / f"{rung.name}-tables.pt")["encoded"]
        heads = [load_head(rung, head, folder / f"{name}.pt") for name in names]
        between = with_strengths(searcher.pixel, heads, end, encoded)
    return [HeadBetween(0.0, searcher.pixel), *between, HeadBetween(1.0, end)]


def measure_ours(settings: dict, folder: Path, searched: Searched, yardstick: Yardstick) -> dict:
    """One head of the universal encoder, or a strength on the dial to it."""
    head, strength, searcher = settings["head"], settings["strength"], searched.searcher
    if head == "distortion":
        return read_figures(searched, yardstick, lambda seed: searched.pixels(searcher.pixel))
    if strength == 1:
        end = load_head(searcher.rung, head, folder / f"{searcher.rung.name}-{head}.pt")
        return read_figures(searched, yardstick, lambda seed: searched.pixels(end, seed), end)
    knots = load_dial(folder, settings, searcher)
    figures = read_figures(
        searched, yardstick, lambda seed: searched.dial(knots, strength, seed), knots[-1].head
    )
    return {**figures, "knots": [knot.strength for knot in knots[1:-1]]}


def read_figures(
    searched: Searched, yardstick: Yardstick, read: Callable[[int], torch.Tensor],
    end: nn.Sequential | None = None,
) -> dict:
    """The figures of what `read` gives for a seed; with its spread if noise is drawn."""
    pixels = read(8)
    figures = {**searched.rate, **yardstick.figures(pixels)}
    if end is not None and reads_noise(end, searched.rung):
        figures |= searched.spread(pixels, read(9), yardstick.test)
    return figures


def measure_separate(
    settings: dict, digits: Path, checkpoint: Checkpoint, guide: nn.Module, searched: Searched,
    yardstick: Yardstick,
) -> dict:
    """A head trained for a place between the distortion head and another one.

    It reads the very bits that the dial between those two reads. The shipped
    ones are those of `digits`; the others have all layers of their own.
    """
    searcher, rung = searched.searcher, searched.rung
    head, weight = settings["head"], weight_of(settings)
    if weight in weights_between(settings):
        path = digits / f"{checkpoint_name(rung.name, head, weight)}.pt"
        model = load_head(rung, head, path)
    else:
        encoded = stored(digits / f"{rung.name}-tables.pt")["encoded"]
        end = Checkpoint(digits / f"{rung.name}-{head}.pt")
        model = half(
            train_between(
                head, weight, searcher, guide, encoded, checkpoint, end, whole=True
            )
        )
    return read_figures(searched, yardstick, lambda seed: searched.pixels(model, seed), model)
