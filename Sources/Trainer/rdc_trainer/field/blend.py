"""Weights between those of two trainings, of which the second went on from the first.

One command: ``python -m rdc_trainer.field.blend FIRST SECOND OUT --share 0.5``. On the
way from a codec trained for squared error alone to one trained for eyes, too, the middle
keeps nearly all of both (CID22, BD-rates: the trainer's README); the same holds for their
heads (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from .train import save


def blended(first: dict[str, Tensor], second: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """``first`` at a share of 0, ``second`` at 1; what is no float is the second's."""
    if first.keys() != second.keys():
        raise ValueError(f"weights of one only: {sorted(first.keys() ^ second.keys())}")
    return {
        name: torch.lerp(first[name], value, share) if value.is_floating_point() else value
        for name, value in second.items()
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second")
    arguments = parser.parse_args()
    first, second = (
        torch.load(path, map_location="cpu") for path in (arguments.first, arguments.second)
    )
    weights = blended(first["average"], second["average"], arguments.share)
    save(arguments.out, {"average": weights, "shape": second["shape"]})


if __name__ == "__main__":
    main()
