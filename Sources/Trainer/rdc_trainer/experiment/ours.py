"""The searched encoders of `digits`, and specialists by the same code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.between import HeadBetween, checkpoint_name, train_between, with_strengths
from ..digits.data import Digits
from ..digits.evaluate import encode_test
from ..digits.heads import Encoded, train_classification
from ..digits.models import (
    RUNGS, Rung, head_input, label_head, perceptual_head, pixel_head, reads_noise,
)
from ..digits.perceptual import draw_noise, train_perceptual
from ..digits.search import Searcher, train_codec
from ..digits.settings import BETWEEN, CLASSIFICATION_STEPS, SETTINGS
from ..digits.stages import half
from ..digits.tables import count_tables, ideal_bits
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
    """Names the very checkpoint that a row was measured with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "missing"


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

    def rate(self) -> dict:
        found = (self.rung, self.searcher.table, self.cells, self.places)
        return {
            "realBits": real_bits(*found), "idealBits": float(ideal_bits(*found).mean()),
            "labelAccuracy": self.label_accuracy,
        }

    @torch.no_grad()
    def pixels(self, head: nn.Sequential) -> torch.Tensor:
        noise = draw_noise(len(self.inputs), torch.Generator().manual_seed(8))
        noisy = reads_noise(head, self.rung)
        seen = torch.cat([self.inputs, noise], 1) if noisy else self.inputs
        return torch.cat([head(x) for x in seen.split(1000)]).clamp(0, 1)

    def dial(self, knots: list[HeadBetween], strength: float) -> torch.Tensor:
        """The dial through knots from 0 to 1, as the decoder reads it."""
        part = sum(knot.strength <= strength for knot in knots[1:-1])
        low, high = knots[part], knots[part + 1]
        weight = (strength - low.strength) / (high.strength - low.strength)
        lower = self.pixels(low.head)
        return lower + weight * (self.pixels(high.head) - lower)


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


def measure_ours(settings: dict, folder: Path, guide: nn.Module, yardstick: Yardstick) -> dict:
    """One head of the universal encoder, or a strength on the dial to it.

    `blend` is the dial without heads between its ends.
    """
    rung, head = RUNGS[settings["rung"]], settings["head"]
    searcher = load_searcher(folder, rung.name)
    searched = Searched(searcher, guide, yardstick.test)
    if head == "distortion":
        return {**searched.rate(), **yardstick.figures(searched.pixels(searcher.pixel))}
    end = load_head(rung, head, folder / f"{rung.name}-{head}.pt")
    if settings["strength"] == 1:
        return {**searched.rate(), **yardstick.figures(searched.pixels(end))}
    between = []
    if settings["system"] == "ours":
        models = [
            load_head(rung, head, folder / f"{checkpoint_name(rung.name, head, weight)}.pt")
            for weight in weights_between(settings)
        ]
        encoded = stored(folder / f"{rung.name}-tables.pt")["encoded"]
        between = with_strengths(searcher.pixel, models, end, encoded)
    knots = [HeadBetween(0.0, searcher.pixel), *between, HeadBetween(1.0, end)]
    pixels = searched.dial(knots, settings["strength"])
    return {
        **searched.rate(), **yardstick.figures(pixels),
        "knots": [knot.strength for knot in between],
    }


def measure_separate(
    settings: dict, digits: Path, checkpoint: Checkpoint, guide: nn.Module, yardstick: Yardstick
) -> dict:
    """A head trained for a place between the distortion head and another one.

    It reads the very bits that the dial between those two reads. The shipped
    ones are those of `digits`.
    """
    rung, head, weight = settings["rung"], settings["head"], weight_of(settings)
    if weight in weights_between(settings):
        checkpoint = Checkpoint(digits / f"{checkpoint_name(rung, head, weight)}.pt")
    searcher = load_searcher(digits, rung)
    encoded = stored(digits / f"{rung}-tables.pt")["encoded"]
    end = Checkpoint(digits / f"{rung}-{head}.pt")
    model = train_between(head, weight, searcher, guide, encoded, checkpoint, end)
    searched = Searched(searcher, guide, yardstick.test)
    return {**searched.rate(), **yardstick.figures(searched.pixels(half(model)))}


def train_searcher(settings: dict, checkpoint: Checkpoint, train: Digits) -> Searcher:
    """A codec of the specialist's own μ, in as many steps as the universal one."""
    rung = RUNGS[settings["rung"]]
    torch.manual_seed(settings["seed"])
    pixel, label = pixel_head(rung), label_head(rung)
    train_codec(
        rung, pixel, label, train, checkpoint, settings["mu"], settings["steps"],
        settings["seed"], settings["dithers"], settings["shared"],
    )
    return Searcher(rung, half(pixel), half(label), settings["mu"])


def measure_specialist(
    settings: dict, folder: Path, train: Digits, guide: nn.Module, yardstick: Yardstick
) -> dict:
    """Trains encoder and head for one goal alone, and measures them."""
    head, chosen = settings["head"], SETTINGS[settings["rung"]]
    codec = "distortion" if head == "perceptual" else head
    searcher = train_searcher(settings, Checkpoint(folder / f"specialist-{codec}-codec.pt"), train)
    encoded = Encoded(searcher, train, 1 if head == "distortion" else chosen.rounds, 1)
    searcher.table = count_tables(searcher.rung, encoded.cells, encoded.places)
    searched = Searched(searcher, guide, yardstick.test)
    model, checkpoint = searcher.pixel, Checkpoint(folder / f"specialist-{head}.pt")
    if head == "classification":
        model = pixel_head(searcher.rung)
        train_classification(
            model, searcher.pixel, [guide], encoded, checkpoint, settings["headWeight"],
            CLASSIFICATION_STEPS, settings["seed"],
        )
    elif head == "perceptual":
        torch.manual_seed(settings["seed"])
        model = perceptual_head(searcher.rung)
        train_perceptual(
            model, guide, encoded, checkpoint, settings["headSteps"], settings["seed"]
        )
    return {**searched.rate(), **yardstick.figures(searched.pixels(half(model)))}


def measure_centroids(settings: dict, train: Digits, yardstick: Yardstick) -> dict:
    """k-means with as many codewords as the rung has cells, and no network."""
    rung = RUNGS[settings["rung"]]
    count = rung.levels**rung.latents
    generator = torch.Generator().manual_seed(settings["seed"])
    pictures = train.pictures
    book = pictures[torch.randperm(len(pictures), generator=generator)[:count]].clone()

    def nearest(x: torch.Tensor) -> torch.Tensor:
        return torch.cat(
            [(book.square().sum(1) - 2 * part @ book.T).argmin(1) for part in x.split(10_000)]
        )

    for _ in range(settings["rounds"]):
        chosen = nearest(pictures)
        members = F.one_hot(chosen, count).sum(0)
        sums = torch.zeros_like(book).index_add_(0, chosen, pictures)
        book = torch.where(members[:, None] > 0, sums / members[:, None].clamp_min(1), book)
    shares = torch.bincount(nearest(pictures), minlength=count).double() + 0.5
    chosen = nearest(yardstick.test.pictures)
    ideal = -(shares / shares.sum()).log2()[chosen].mean().item()
    return {"idealBits": ideal, **yardstick.figures(book[chosen])}
