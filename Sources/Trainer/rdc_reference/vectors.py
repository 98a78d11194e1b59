"""Pictures of one size: rdc(5), Latents of few levels; rdc-pack(5), Latent vectors."""

from functools import cache

import numpy as np

from . import tables
from .container import File
from .errors import Refused
from .graph import run
from .pack import Pack
from .philox import places
from .range_coder import RangeDecoder


class VectorPictures:
    """All pictures of a file, decoded to symbols."""

    def __init__(self, file: File, pack: Pack) -> None:
        model = pack.description
        if file.size:
            raise Refused("dimensions", "the model fixes the size")
        if file.quality >= len(model["rungs"]):
            raise Refused("quality", f"rung {file.quality}")
        self.file, self.pack, self.model = file, pack, model
        self.rung = model["rungs"][file.quality]
        self.resolution = model["ditherResolution"]
        self.heads = list(self.rung["heads"])
        self.symbols = self.decode()

    def decode(self) -> list[list[int]]:
        latents, levels = self.rung["latents"], self.rung["levels"]
        table = self.pack.integers(self.rung["table"])

        @cache
        def starts(context: int, g: int) -> list[int]:
            return tables.starts(table[context, :, g])

        coder = RangeDecoder(self.file.payload)
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

    def picture(self, index: int, head: str, strength: np.float32) -> np.ndarray:
        """The samples [height, width, channels] of one picture."""
        rung, k = self.rung, np.array(self.symbols[index])
        latent = k - (rung["levels"] - 1) / 2 - self.uniform(len(k), index, stream=0)
        inputs = {
            "latent": latent[None].astype(np.float32),
            "cell": np.eye(rung["levels"], dtype=np.float32)[k].reshape(1, -1),
            "noise": 2 * self.uniform(self.model["noise"], index, stream=1)[None].astype(np.float32),
        }

        def values(graph: str) -> np.ndarray:
            result = run(self.pack.graphs[graph], self.pack, inputs)
            return np.clip(result, np.float32(0), np.float32(1))

        result = dial(self.knots(head), strength, values)
        samples = (np.float32(255) * result + np.float32(0.5)).astype(np.uint8)
        size = self.model["picture"]
        return samples.reshape(size["height"], size["width"], size["channels"])

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
