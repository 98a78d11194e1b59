"""The searched encoders of `digits`, and specialists by the same code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from ..digits.data import Digits
from ..digits.evaluate import encode_test
from ..digits.heads import Encoded, train_classification
from ..digits.models import RUNGS, head_input, label_head, perceptual_head, pixel_head
from ..digits.perceptual import draw_noise, train_perceptual
from ..digits.search import Searcher, train_codec
from ..digits.settings import CLASSIFICATION_STEPS, SEED, SETTINGS
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


def paths(folder: Path, settings: dict) -> list[Path]:
    """The checkpoints that one row of ours, or of a separate head, reads."""
    names = ["codec"] + [settings["head"]] * (settings["head"] != "distortion")
    return [folder / f"{settings['rung']}-{name}.pt" for name in names]


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
    def pixels(self, head: nn.Module, noisy: bool) -> torch.Tensor:
        noise = draw_noise(len(self.inputs), torch.Generator().manual_seed(8))
        seen = torch.cat([self.inputs, noise], 1) if noisy else self.inputs
        return torch.cat([head(x) for x in seen.split(1000)]).clamp(0, 1)


def load_searcher(folder: Path, rung_name: str) -> Searcher:
    """The universal encoder of a rung from the checkpoints of `digits`."""
    rung, chosen = RUNGS[rung_name], SETTINGS[rung_name]
    pixel, label = pixel_head(rung), label_head(rung)
    state = stored(folder / f"{rung_name}-codec.pt")
    pixel.load_state_dict(state["pixel"])
    label.load_state_dict(state["label"])
    table = stored(folder / f"{rung_name}-tables.pt")["table"]
    return Searcher(rung, half(pixel), half(label), chosen.mu, table, chosen.price)


def measure_ours(settings: dict, folder: Path, guide: nn.Module, yardstick: Yardstick) -> dict:
    """One head of the universal encoder, or its blend with the distortion head."""
    rung = RUNGS[settings["rung"]]
    searched = Searched(load_searcher(folder, rung.name), guide, yardstick.test)
    plain = searched.pixels(searched.searcher.pixel, False)
    pixels, head = plain, settings["head"]
    if head != "distortion":
        model = perceptual_head(rung) if head == "perceptual" else pixel_head(rung)
        model.load_state_dict(stored(folder / f"{rung.name}-{head}.pt")["head"])
        full = searched.pixels(half(model), head == "perceptual")
        pixels = plain + settings["strength"] * (full - plain)
    return {**searched.rate(), **yardstick.figures(pixels)}


def measure_separate(
    settings: dict, digits: Path, checkpoint: Checkpoint, guide: nn.Module, yardstick: Yardstick
) -> dict:
    """A head trained for a place between the distortion head and another one.

    It reads the very bits that the dial between those two reads.
    """
    rung, head = RUNGS[settings["rung"]], settings["head"]
    searcher = load_searcher(digits, rung.name)
    encoded = stored(digits / f"{rung.name}-tables.pt")["encoded"]
    if head == "classification":
        model = pixel_head(rung)
        train_classification(
            model, searcher.pixel, [guide], encoded, checkpoint, settings["headWeight"],
            CLASSIFICATION_STEPS, SEED,
        )
    else:
        model = perceptual_head(rung)
        if checkpoint.load() is None:  # It begins as the shipped head and its critic.
            checkpoint.save(stored(digits / f"{rung.name}-{head}.pt") | {"step": 0})
        train_perceptual(
            model, guide, encoded, checkpoint, settings["headSteps"], SEED, pull=settings["pull"]
        )
    searched = Searched(searcher, guide, yardstick.test)
    pixels = searched.pixels(half(model), head == "perceptual")
    return {**searched.rate(), **yardstick.figures(pixels)}


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
    pixels = searched.pixels(half(model), head == "perceptual")
    return {**searched.rate(), **yardstick.figures(pixels)}


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
