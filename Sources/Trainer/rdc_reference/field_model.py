"""The entropy model of photos, as a pack holds it: rdc-pack(5), Latent fields."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from .pack import Pack


@dataclass
class Group:
    """One coding group of a scale: its channels and its network."""

    name: str  # of its tensors, as coarse.0
    number: int  # among the groups of both scales, the coarse ones first
    first: int  # its first channel
    size: int
    reference: bool
    means: bool
    pack: Pack

    @property
    def channels(self) -> slice:
        return slice(self.first, self.first + self.size)

    @cached_property
    def tensors(self) -> dict[str, np.ndarray]:
        prefix = f"ctx.{self.name}."
        names = [name for name in self.pack.entries if name.startswith(prefix)]
        return {name.removeprefix(prefix): self.pack.integers(name) for name in names}


class FieldModel:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.settings = pack.description["photo"]
        self.qualities = self.settings["qualities"]
        self.classes = self.settings["classes"]
        self.coarse = self.groups("coarse", 0)
        self.fine = self.groups("fine", len(self.coarse))
        self.lut = pack.integers("ctx.lut")
        self.width = pack.integers("cell")  # of a cell: 2^j steps
        self.radius = pack.integers("radius")
        self.dither = pack.integers("dither")
        self.flags = pack.integers("flags")
        sizes = 4 * (2 * self.radius + 4) + 1
        ends = np.cumsum(np.tile(sizes, len(self.coarse) + len(self.fine)))
        self.knots = np.split(pack.integers("knots"), ends[:-1])

    def groups(self, scale: str, number: int) -> list[Group]:
        settings = self.settings[scale]
        groups, first = [], 0
        for i, size in enumerate(settings["groups"]):
            reference, means = i < settings["references"], i < settings["means"]
            name = f"{scale}.{i}"
            groups.append(
                Group(name, number + i, first, size, reference, means, self.pack)
            )
            first += size
        return groups

    def cumulative(self, group: int, kind: int) -> np.ndarray:
        """The quarter cells' cumulative table of a group and class."""
        return self.knots[group * self.classes + kind]


@cache
def field_model(pack: Pack) -> FieldModel:
    """The entropy model of a pack, read once."""
    return FieldModel(pack)
