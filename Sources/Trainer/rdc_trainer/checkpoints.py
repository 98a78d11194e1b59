"""Checkpoints: written beside their place and renamed, so none is torn."""

from __future__ import annotations

import time
from pathlib import Path

import torch


class Checkpoint:
    """Saves and restores the state of one training stage."""

    def __init__(self, path: Path, every_seconds: float = 120):
        self.path = path
        self.every_seconds = every_seconds
        self.last = time.monotonic()
        path.parent.mkdir(parents=True, exist_ok=True)

    def load(self) -> dict | None:
        """The saved state, or nothing if there is none."""
        if not self.path.exists():
            return None
        return torch.load(self.path, map_location="cpu", weights_only=False)

    def save(self, state: dict) -> None:
        """Writes a state for good."""
        partial = self.path.with_suffix(".partial")
        torch.save(state, partial)
        partial.rename(self.path)
        self.last = time.monotonic()

    def is_due(self) -> bool:
        """Whether it is time for the next checkpoint."""
        return time.monotonic() - self.last > self.every_seconds
