"""The bytes of a file from its fields, right or wrong."""

import zlib
from dataclasses import dataclass, field

from ..container import crc8


def varint(value: int) -> bytes:
    result = bytearray()
    while value >= 128:
        result.append(value & 127 | 128)
        value >>= 7
    return bytes([*result, value])


def section(tag: int, content: bytes, required: bool = False) -> bytes:
    return varint(2 * tag + required) + varint(len(content)) + content


@dataclass
class FileWriter:
    """Fields as bytes, so that each can be written wrongly.

    An empty field is left out, and the flags announce what is there.
    """

    fingerprint: int  # 32 bits
    quality: int
    payload: bytes
    archive: bool = False
    checksum: bool = True
    seed: bytes = b""
    count: bytes = field(default_factory=lambda: varint(1))
    size: bytes = b""
    sections: bytes = b""
    version: int = 1

    def flags(self) -> int:
        bits = (self.archive, self.seed, self.checksum, self.sections, self.size)
        flags = self.version << 6
        for place, bit in zip((4, 3, 2, 1, 0), bits, strict=True):
            flags |= bool(bit) << place
        return flags | (flags.bit_count() & 1) << 5

    def data(self) -> bytes:
        body = bytes([0xDC, 0x72, self.flags(), self.quality])
        name = self.fingerprint.to_bytes(4, "big")
        body += name + self.seed + self.count if self.archive else name[:2] + self.seed
        body += self.size + self.sections + self.payload
        return body + self.sum(body)

    def sum(self, body: bytes) -> bytes:
        if not self.checksum:
            return b""
        return (
            zlib.crc32(body).to_bytes(4, "big") if self.archive else bytes([crc8(body)])
        )
