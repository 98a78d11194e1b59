"""From latents to pixels: rdc-field(5), What heads read; rdc(5), Photos."""

import re

import numpy as np

from . import sections, statement
from .container import File
from .errors import Refused
from .field import FieldPicture
from .float32 import limited
from .graph import run
from .pack import Pack
from .philox import normals


class FieldPictures:
    """The one picture of a file."""

    def __init__(self, file: File, pack: Pack) -> None:
        self.pack = pack
        if not file.size:
            raise Refused("dimensions", "the model needs them")
        sections.check(file.sections)
        self.alpha = sections.alpha(file.sections, *file.size)
        self.latents = FieldPicture(file, pack)
        settings = pack.description["photo"]
        others = {"analysis", *settings.get("classifiers", {}).values()}
        graphs = [name for name in pack.graphs if name not in others]
        self.heads = settings.get("heads", graphs)

    def inputs(self, graph: dict) -> dict[str, np.ndarray]:
        """What a head reads."""
        field, pack = self.latents, self.pack
        means = (field.means / 16).astype(np.float32)
        fine = field.fine.astype(np.float32) * pack["step64"][field.block_quality]
        coarse = field.coarse.astype(np.float32) * pack["coarseStep64"][field.quality]
        values = {
            "latents": np.concatenate([means, fine], axis=2),
            "coarse": coarse,
            "quality": pack["quality"][field.block_quality],
            "cells": pack["quality"][field.quality],
        }
        for entry in graph["inputs"]:
            name = entry["name"]
            if match := re.fullmatch("noise([0-9]+)", name):
                values[name] = self.noise(int(match[1]), entry["shape"][-1])
        result = {name: value[None] for name, value in values.items()}
        if any(entry["name"] == "statement" for entry in graph["inputs"]):
            guide = pack.graphs[field.model.settings["classifiers"]["guide"]]
            weight = pack[guide["layers"][-1]["weight"]]
            result["statement"] = statement.features(field.stated, weight)
        return result

    def noise(self, side: int, depth: int) -> np.ndarray:
        """A normal number for each square of `side` pixels and each channel."""
        field = self.latents
        shape = (32 * field.hc // side, 32 * field.wc // side, depth)
        numbers = np.arange(np.prod(shape)).reshape(shape)
        return normals(numbers, field.file.seed, 1 if side == 8 else 2)

    def values(self, head: str) -> np.ndarray:
        graph = self.pack.graphs[head]
        return run(graph, self.pack, self.inputs(graph))[0]

    def samples(
        self, indices: list[int], head: str, strength: np.float32
    ) -> np.ndarray:
        """The samples [1, height, width, channels]."""
        if strength == 1:
            result = self.values(head)
        else:
            result = self.values("distortion")
            if strength:
                result = result + strength * (self.values(head) - result)
        width, height = self.latents.file.size
        result = limited(result[:height, :width], 255)
        if self.latents.gray:
            total = result[..., 0:1] + result[..., 1:2] + result[..., 2:3]
            result = total / np.float32(3)
        return (result + np.float32(0.5)).astype(np.uint8)[None]
