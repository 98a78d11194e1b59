"""Pictures of one size: rdc(5), Latents of few levels; rdc-pack(5), Latent vectors."""

from functools import cache

import numpy as np

from . import tables
from .container import File
from .errors import Refused
from .float32 import limited
from .graph import run
from .pack import Pack
from .philox import places
from .range_coder import RangeDecoder

# The one section that means something to pictures of one size.
NAMES = 6


class VectorPictures:
    """All pictures of a file, decoded to symbols."""

    def __init__(self, file: File, pack: Pack) -> None:
        model = pack.description
        if file.size:
            raise Refused("dimensions", "the model fixes the size")
        if unused := file.required - {NAMES}:
            raise Refused("required", f"section {min(unused)} means nothing here")
        if file.quality >= len(model["rungs"]):
            raise Refused("quality", f"rung {file.quality}")
        self.file, self.pack, self.model = file, pack, model
        self.rung = model["rungs"][file.quality]
        self.resolution = model["ditherResolution"]
        self.heads = list(self.rung["heads"])
        self.alpha = None
        self.symbols = self.decode(RangeDecoder(file.payload))

    def decode(self, coder: RangeDecoder) -> list[list[int]]:
        latents, levels = self.rung["latents"], self.rung["levels"]
        table = self.pack.integers(self.rung["table"])

        @cache
        def starts(context: int, g: int) -> list[int]:
            return tables.starts(table[context, :, g])

        pictures = []
        for picture in range(self.file.count):
            dither = places(latents, self.resolution, self.file.seed, picture, stream=0)
            context, symbols = 0, []
            for g in dither:
                k = coder.symbol(starts(context, int(g)))
                context = levels * context + 1 + k
                symbols.append(k)
            pictures.append(symbols)
        coder.finish()
        return pictures

    def uniform(self, count: int, picture: int, stream: int) -> np.ndarray:
        """u of the first grid indices of a stream, in steps: exact in float32."""
        g = places(count, self.resolution, self.file.seed, picture, stream)
        return (2 * g + 1 - self.resolution) / (2 * self.resolution)

    def inputs(self, indices: list[int]) -> dict[str, np.ndarray]:
        """What the heads read of some pictures, each a row."""
        k = np.array([self.symbols[index] for index in indices])
        levels = self.rung["levels"]
        dither = [self.uniform(k.shape[1], index, stream=0) for index in indices]
        noise = [
            self.uniform(self.model["noise"], index, stream=1) for index in indices
        ]
        values = {
            "latent": k - (levels - 1) / 2 - np.stack(dither),
            "cell": np.eye(levels)[k].reshape(len(k), -1),
            "noise": 2 * np.stack(noise),
        }
        return {name: value.astype(np.float32) for name, value in values.items()}

    def samples(
        self, indices: list[int], head: str, strength: np.float32
    ) -> np.ndarray:
        """The samples [pictures, height, width, channels] of some pictures."""
        inputs = self.inputs(indices)

        def values(graph: str) -> np.ndarray:
            return limited(run(self.pack.graphs[graph], self.pack, inputs), 1)

        result = dial(self.knots(head), strength, values)
        samples = (np.float32(255) * result + np.float32(0.5)).astype(np.uint8)
        size = self.model["picture"]
        return samples.reshape(-1, size["height"], size["width"], size["channels"])

    def knots(self, head: str) -> list[tuple[float, str]]:
        heads = self.rung["heads"]
        between = self.rung.get("between", {}).get(head, [])
        inner = [(entry["strength"], entry["graph"]) for entry in between]
        return [(0, heads["distortion"]), *inner, (1, heads[head])]


def dial(knots, strength, values):
    """The place `strength` on the way from the distortion head to another one."""
    knots = [(np.float32(place), graph) for place, graph in knots]
    for place, graph in reversed(knots):
        if place == strength:
            return values(graph)
    above = next(i for i, (place, _) in enumerate(knots) if place > strength)
    (r, first), (s, second) = knots[above - 1], knots[above]
    w = (strength - r) / (s - r)
    a, b = values(first), values(second)
    return a + w * (b - a)
