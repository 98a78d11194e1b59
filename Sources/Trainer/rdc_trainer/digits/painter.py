"""How the perceptual head of a rate begins as that of another one."""

from __future__ import annotations

import torch
from torch import nn

from .heads import Encoded

#: Pictures by which the cells of two rates are compared.
PICTURES = 20_000


def by_picture(encoded: Encoded) -> torch.Tensor:
    """The first round's row of each of the first pictures."""
    order = torch.argsort(encoded.rows[: len(encoded.pictures)])
    return encoded.inputs(order[:PICTURES])


@torch.no_grad()
def begin_with(
    head: nn.Sequential, encoded: Encoded, trained: nn.Sequential, as_trained: Encoded
) -> None:
    """Copies a trained head; what its first layer makes of a cell is regressed.

    The first layer sees other cells and the same noise. Least squares says
    what it computed, of the same pictures, from what the new cells know.
    """
    layers = trained.state_dict()
    rest = {name: value for name, value in layers.items() if not name.startswith("0.")}
    head.load_state_dict(rest, strict=False)
    weight, bias = trained[0].weight, trained[0].bias
    cell, trained_cell = encoded.rung.inputs, as_trained.rung.inputs
    seen = by_picture(encoded)
    seen = torch.cat([seen, seen.new_ones(len(seen), 1)], 1)
    wanted = by_picture(as_trained) @ weight[:, :trained_cell].T + bias
    # One-hot levels and the constant are dependent: the least solution.
    fitted = torch.linalg.lstsq(seen, wanted, driver="gelsd").solution
    head[0].weight[:, :cell] = fitted[:-1].T
    head[0].weight[:, cell:] = weight[:, trained_cell:]
    head[0].bias.copy_(fitted[-1])
