"""From a file and packs to pictures."""

import hashlib

import numpy as np

from .container import parse
from .errors import Refused
from .field_heads import FieldPictures
from .pack import Pack
from .sections import names
from .vectors import VectorPictures


class Decoder:
    """A file, read as far as its symbols; each head makes its pixels of them."""

    def __init__(self, data: bytes, packs: list[Pack]) -> None:
        self.file = parse(data)
        shift = 0 if self.file.archive else 16
        found = [p for p in packs if p.fingerprint >> shift == self.file.fingerprint]
        if not found:
            raise Refused("model", f"fingerprint {self.file.fingerprint:x}")
        kind = FieldPictures if "photo" in found[0].description else VectorPictures
        self.pictures = kind(self.file, found[0])
        self.names = names(self.file.sections, self.file.count)
        self.heads = self.pictures.heads
        self.alpha = self.pictures.alpha  # [height, width, 1], or None

    def samples(
        self, head: str, strength: float = 1, pick: int | None = None
    ) -> np.ndarray:
        """uint8 [pictures, height, width, channels]: all pictures, or the one picked."""
        if pick is not None and not 0 <= pick < self.file.count:
            raise Refused("pick", f"picture {pick} of {self.file.count}")
        if head not in self.heads:
            raise Refused("head", f"the model has {', '.join(self.heads)}")
        indices = range(self.file.count) if pick is None else [pick]
        return self.pictures.samples(list(indices), head, np.float32(strength))

    def digest(self, head: str, strength: float = 1) -> str:
        """SHA-256 of the samples of all pictures, as Fixtures/conformance has it."""
        return hashlib.sha256(self.samples(head, strength).tobytes()).hexdigest()
