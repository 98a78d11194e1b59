"""Stage 1: the classifier that guides and the one that only measures."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from ..checkpoints import Checkpoint
from .data import Digits


def augment(pictures: torch.Tensor) -> torch.Tensor:
    """Small random rotations, scalings, shears and shifts."""
    n = len(pictures)
    x = pictures.view(n, 1, 28, 28)
    angle = (torch.rand(n, device=x.device) - 0.5) * math.radians(24)
    scale = 1 + (torch.rand(n, 2, device=x.device) - 0.5) * 0.24
    shear = (torch.rand(n, device=x.device) - 0.5) * 0.3
    shift = (torch.rand(n, 2, device=x.device) - 0.5) * (4 / 14)
    cos, sin = angle.cos(), angle.sin()
    theta = torch.stack(
        [
            torch.stack([cos * scale[:, 0], -sin + shear, shift[:, 0]], -1),
            torch.stack([sin, cos * scale[:, 1], shift[:, 1]], -1),
        ],
        1,
    )
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False).flatten(1)


def accuracy(model: nn.Module, data: Digits) -> float:
    """Share of pictures that the model names right."""
    model.eval()
    with torch.no_grad():
        hits = [
            (model(x).argmax(1) == y).sum().item()
            for x, y in zip(data.pictures.split(1000), data.labels.split(1000))
        ]
    return sum(hits) / len(data.labels)


def train_classifier(
    model: nn.Module, train: Digits, test: Digits, checkpoint: Checkpoint,
    epochs: int, seed: int, batch: int = 128,
) -> None:
    """Trains with Adam on augmented pictures, a checkpoint each epoch."""
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, betas=(0.9, 0.999))
    steps = epochs * (len(train.labels) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps)
    first = 0
    if state := checkpoint.load():
        model.load_state_dict(state["model"])
        first = state["epoch"]
        if first < epochs:  # a finished one may come from a pack, without them
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
    for epoch in range(first, epochs):
        torch.manual_seed(seed * 1000 + epoch)
        model.train()
        order = torch.randperm(len(train.labels), device=train.labels.device)
        for rows in order.split(batch)[: len(train.labels) // batch]:
            # Half the batch stays as it is: blurred reconstructions are
            # read best by a classifier that has seen sharp edges unmoved.
            x = train.pictures[rows]
            half = len(x) // 2
            x = torch.cat([augment(x[:half]), x[half:]])
            loss = F.cross_entropy(model(x), train.labels[rows], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        checkpoint.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch + 1,
            }
        )
        print(f"epoch {epoch + 1}/{epochs}: test accuracy {accuracy(model, test):.4f}", flush=True)
    model.eval()
