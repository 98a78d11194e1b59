"""The bytes of a file: rdc(5), Layout, Sections and Checksums."""

import zlib
from dataclasses import dataclass

from .errors import Refused

KNOWN_SECTIONS = range(1, 7)


class Bytes:
    """Reads fields one after another, and refuses to read past the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, count: int) -> bytes:
        part = self.data[self.offset : self.offset + count]
        if len(part) < count:
            raise Refused("cut", f"{count} bytes needed at byte {self.offset}")
        self.offset += count
        return part

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "big")

    def varint(self) -> int:
        value = 0
        for place in range(10):
            byte = self.number(1)
            value |= (byte & 127) << (7 * place)
            if byte < 128:
                if (byte == 0 and place > 0) or value >= 1 << 64:
                    break
                return value
        raise Refused("number", f"not canonical before byte {self.offset}")


@dataclass
class File:
    """The fields of a file, its payload not yet decoded."""

    archive: bool
    quality: int
    fingerprint: int  # 32 bits of an archive, the top 16 of a compact file
    seed: int
    count: int
    size: tuple[int, int] | None  # width and height
    sections: dict[int, bytes]  # contents by tag
    required: set[int]  # tags of the required ones
    payload: bytes


def crc8(data: bytes) -> int:
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register << 1) ^ (0x107 if register & 128 else 0)
    return register ^ 0x55


def parse(data: bytes) -> File:
    if data[:2] != b"\xdc\x72":
        raise Refused("magic", f"the file begins with {data[:2].hex(' ')}")
    flags = Bytes(data[2:]).number(1)
    if flags.bit_count() % 2:
        raise Refused("parity", f"flags {flags:02x}")
    if flags >> 6 != 1:
        raise Refused("version", f"version {flags >> 6}")
    archive = bool(flags & 16)
    rest = Bytes(checked(data, archive) if flags & 4 else data)
    rest.take(3)
    quality = rest.number(1)
    fingerprint = rest.number(4 if archive else 2)
    seed = 0
    if flags & 8:
        seed = rest.varint()
        if seed == 0:
            raise Refused("seed", "a seed of 0 is not written")
    count = rest.varint() if archive else 1
    if count == 0:
        raise Refused("count", "no pictures")
    size = (rest.varint(), rest.varint()) if flags & 1 else None
    if size and not all(1 <= side <= 1 << 24 for side in size):
        raise Refused("dimensions", f"{size[0]}x{size[1]}")
    sections, required = read_sections(rest) if flags & 2 else ({}, set())
    payload = rest.data[rest.offset :]
    return File(
        archive, quality, fingerprint, seed, count, size, sections, required, payload
    )


def checked(data: bytes, archive: bool) -> bytes:
    """The file without its checksum, which must be right."""
    size = 4 if archive else 1
    if len(data) < (8 if archive else 6) + size:
        raise Refused("cut", "in the header")
    body, stored = data[:-size], int.from_bytes(data[-size:], "big")
    computed = zlib.crc32(body) if archive else crc8(body)
    if stored != computed:
        raise Refused("checksum", f"{stored:x} stored, {computed:x} computed")
    return body


def read_sections(rest: Bytes) -> tuple[dict[int, bytes], set[int]]:
    contents: dict[int, bytes] = {}
    required = set()
    previous = 0
    while key := rest.varint():
        tag = key >> 1
        if tag <= previous:
            raise Refused("sections", f"tag {tag} after {previous}")
        if key & 1:
            required.add(tag)
            if tag not in KNOWN_SECTIONS:
                raise Refused("required", f"section {tag} is unknown")
        contents[tag] = rest.take(rest.varint())
        previous = tag
    if not contents:
        raise Refused("sections", "none there, but announced")
    return contents, required
