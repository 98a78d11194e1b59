"""What is compared: anything that makes bytes of a picture, and pictures of the bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..pictures import Pixels

Coded = tuple[int, Mapping[str, Pixels]]
"""The file's size in bytes, and what each head reads from it."""

Code = Callable[[Pixels, float], Coded]
"""Codes a picture at a setting and decodes it again."""


@dataclass(frozen=True)
class Codec:
    """One encoder with one or, for rdc, several decoders of the same bytes."""

    name: str
    tool: str
    """Name and version of what codes."""
    options: str
    """What it is told beside the setting."""
    settings: tuple[float, ...]
    """From below 0.06 to at least 1.5 bits a pixel where the codec reaches that."""
    class_settings: tuple[float, ...]
    """Around 0.1 and 0.2 bits a pixel, for photographs that are classified."""
    code: Code
    heads: tuple[str, ...] = ("",)
    """What ``code`` reads from a file; one nameless reading unless it has heads."""

    def curve(self, head: str) -> str:
        """A head's name in the results."""
        return f"{self.name} {head}".rstrip()

    @property
    def identity(self) -> dict[str, str]:
        """What a stored point must have in common with this to be kept."""
        return {"tool": self.tool, "options": self.options}
