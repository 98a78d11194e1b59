"""From a file and packs to pictures."""

import numpy as np

from .container import parse
from .errors import Refused
from .field_heads import FieldPictures
from .pack import Pack
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
        self.heads = self.pictures.heads
        self.alpha()

    def picture(self, index: int, head: str, strength: float = 1) -> np.ndarray:
        """The samples [height, width, channels] of a picture, uint8."""
        if not 0 <= index < self.file.count:
            raise Refused("pick", f"picture {index} of {self.file.count}")
        if head not in self.heads:
            raise Refused("head", f"the model has {', '.join(self.heads)}")
        return self.pictures.picture(index, head, np.float32(strength))

    def alpha(self) -> np.ndarray | None:
        """The alpha channel [height, width, 1], if there is one."""
        if 3 not in self.file.sections:
            return None
        width, height = self.file.size
        alpha = np.frombuffer(self.file.sections[3], np.uint8)
        if alpha.size != width * height:
            raise Refused("section", f"alpha of {alpha.size} bytes")
        return alpha.reshape(height, width, 1)
