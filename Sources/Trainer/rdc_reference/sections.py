"""What rides along with a photo: rdc(5), Sections."""

import re

import numpy as np
import zstandard

from .errors import Refused

LARGEST_METADATA = 16 << 20
# Separators, controls, and what begins a line or turns a text's direction.
UNFIT = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def inflate(frame: bytes, limit: int) -> bytes:
    """What the one zstd frame of a section holds."""
    try:
        size = zstandard.frame_content_size(frame)
        if not 0 <= size <= limit:
            raise Refused("content", f"a frame of {size} bytes, or of no stated size")
        reader = zstandard.ZstdDecompressor().decompressobj()
        content = reader.decompress(frame)
    except zstandard.ZstdError as error:
        raise Refused("content", str(error)) from error
    if not reader.eof or len(content) != size or reader.unused_data:
        raise Refused("content", "a frame of another size than it states")
    return content


def check(sections: dict[int, bytes]) -> None:
    """Refuses metadata that cannot be written to a PNG."""
    if 1 in sections:
        profile = inflate(sections[1], LARGEST_METADATA)
        stated = int.from_bytes(profile[:4], "big")
        if not 132 <= len(profile) == stated or profile[36:40] != b"acsp":
            raise Refused("content", f"{len(profile)} bytes that are no ICC profile")
    if 2 in sections:
        exif = inflate(sections[2], LARGEST_METADATA)
        if exif[:4] not in (b"II*\0", b"MM\0*"):
            raise Refused("content", f"{len(exif)} bytes of Exif that are no TIFF")
    if 4 in sections:
        check_colours(sections[4])


def alpha(sections: dict[int, bytes], width: int, height: int) -> np.ndarray | None:
    """The alpha channel [height, width, 1], if there is one."""
    if 3 not in sections:
        return None
    content = inflate(sections[3], width * height)
    if len(content) != width * height:
        raise Refused("content", f"alpha of {len(content)} bytes")
    return np.frombuffer(content, np.uint8).reshape(height, width, 1)


def names(sections: dict[int, bytes], count: int) -> list[str] | None:
    """What the pictures of a file are called, if it says."""
    if 6 not in sections:
        return None
    lines = inflate(sections[6], 241 * count).split(b"\n")
    if lines.pop() or len(lines) != count:
        raise Refused("names", f"{len(lines)} lines for {count} pictures")
    try:
        found = [line.decode() for line in lines]
    except UnicodeDecodeError as error:
        raise Refused("names", str(error)) from error
    for line, name in zip(lines, found, strict=True):
        if not 1 <= len(line) <= 240 or name[0] == "." or UNFIT.search(name):
            raise Refused("names", repr(name))
    # bytes.lower is that of ASCII.
    if len({line.lower() for line in lines}) < count:
        raise Refused("names", "two pictures have one name")
    return found


def check_colours(content: bytes) -> None:
    """What a PNG says about its colours: flags, then what they announce."""
    flags, rest = (content[0], content[1:]) if content else (0, b"")
    both = flags & 0x21 == 0x21 or flags & 0x42 == 0x42
    right = flags != 0 and flags < 128 and not both

    def number(size: int) -> int:
        nonlocal rest, right
        part, rest = rest[:size], rest[size:]
        right &= len(part) == size
        return int.from_bytes(part, "big")

    if flags & 1:
        right &= 1 <= number(4) < 1 << 31
    if flags & 2:
        number(32)
    if flags & 4:
        right &= number(1) <= 3
    if flags & 8:
        right &= number(4) & 0xFFFF <= 1
    if flags & 16:
        printable = all(32 <= c <= 126 or c >= 161 for c in rest)
        right &= 1 <= len(rest) <= 79 and printable
    elif rest:
        right = False
    if not right:
        raise Refused("content", f"colours {content.hex()}")
