"""The classification head: a distortion head that is told what was stated."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor, nn

from .device import load
from .model import Codec
from .transforms import Synthesis

FEATURES = 1280
"""Numbers of a statement: features of lite0 before its last layer."""


class TellingSynthesis(Synthesis):
    """A synthesis whose trunk hears a statement before its blocks and behind them."""

    def __init__(
        self, width: int, blocks: int, separable: int, fine: int, fine_blocks: int
    ) -> None:
        super().__init__(width, blocks, separable, fine, fine_blocks)
        self.before = nn.Linear(FEATURES, width, bias=False)
        self.behind = nn.Linear(FEATURES, width, bias=False)
        nn.init.zeros_(self.before.weight)
        nn.init.zeros_(self.behind.weight)

    def forward(
        self, latents: Tensor, coarse: Tensor, weights: Tensor, cells: Tensor,
        step: Tensor, statement: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """``statement``: batch × FEATURES, zeros where there is none."""
        told = self.wide(coarse, cells)
        if statement is not None:
            told = told + self.before(statement)[:, :, None, None]
        trunk = self.trunk(latents, weights, told)
        if statement is not None:
            trunk = trunk * (1 + self.behind(statement))[:, :, None, None]
        return self.renderer(self.linear(latents, trunk, step), trunk, step / 16)

    @staticmethod
    def of(codec: Codec) -> TellingSynthesis:
        """A copy of the codec's distortion head, which does not hear anything yet."""
        shape = codec.shape
        head = TellingSynthesis(
            shape.synthesis_width, shape.synthesis_blocks, shape.synthesis_separable,
            shape.fine_width, shape.fine_blocks,
        )  # fmt: skip
        head.load_state_dict(codec.synthesis.state_dict(), strict=False)
        return head


def load_head(path: Path, codec: Codec) -> TellingSynthesis:
    """The averaged weights of a checkpoint."""
    head = TellingSynthesis.of(codec)
    head.load_state_dict(load(path)["average"])
    return head.eval()
