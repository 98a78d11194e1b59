"""k-means: codewords and no network."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from ..digits.data import Digits
from ..digits.models import RUNGS
from .yardstick import Yardstick


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
