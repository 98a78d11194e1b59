"""Model packs: rdc-pack(5), Container, Fingerprint and Description."""

import json
import zlib
from pathlib import Path

import numpy as np
import zstandard

from .errors import Refused

TYPES = {
    "F32": "<f4",
    "F16": "<f2",
    "U32": "<u4",
    "I32": "<i4",
    "U16": "<u2",
    "I16": "<i2",
    "U8": "u1",
}
LARGEST = 256 << 20


class Pack:
    """A model: its description, and its tensors by name."""

    def __init__(self, path: Path) -> None:
        content = inflated(path.read_bytes())
        size = int.from_bytes(content[:8], "little")
        header = content[8 : 8 + size]
        self.fingerprint = zlib.crc32(header)
        self.entries = json.loads(header)
        self.description = json.loads(self.entries.pop("__metadata__")["rdc"])
        if self.description["format"] != 1:
            raise Refused("pack", f"format {self.description['format']}")
        self.content = content[8 + size :]
        self.graphs = self.description["graphs"]
        self.read: dict[str, np.ndarray] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def __getitem__(self, name: str) -> np.ndarray:
        """A tensor; its checksum is tested when it is first read."""
        if name not in self.read:
            entry = self.entries[name]
            start, end = entry["data_offsets"]
            data = self.content[start:end]
            if zlib.crc32(data) != self.description["crc32"][name]:
                raise Refused("pack", f"tensor {name} is damaged")
            tensor = np.frombuffer(data, TYPES[entry["dtype"]])
            self.read[name] = tensor.reshape(entry["shape"])
        return self.read[name]

    def integers(self, name: str) -> np.ndarray:
        return self[name].astype(np.int64)


def inflated(data: bytes) -> bytes:
    """The contents of all frames, one after another."""
    parts = []
    total = 0
    while data:
        size = zstandard.frame_content_size(data)
        total += size
        if size <= 0 or total > LARGEST:
            raise Refused("pack", "a frame of no stated size, or more than 256 MiB")
        reader = zstandard.ZstdDecompressor().decompressobj()
        parts.append(reader.decompress(data))
        if len(parts[-1]) != size:
            raise Refused("pack", "cut off")
        data = reader.unused_data
    return b"".join(parts)
