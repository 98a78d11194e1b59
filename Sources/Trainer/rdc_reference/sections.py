"""The contents of the known sections: rdc(5), Sections."""

import zstandard

from .errors import Refused


def inflate(frame: bytes) -> bytes:
    """What one zstd frame holds; the frame states how much that is."""
    try:
        size = zstandard.frame_content_size(frame)
        if size < 0:
            raise Refused("section", "a frame does not state its size")
        reader = zstandard.ZstdDecompressor().decompressobj()
        content = reader.decompress(frame)
    except zstandard.ZstdError as error:
        raise Refused("section", str(error)) from error
    if len(content) != size or reader.unused_data:
        raise Refused("section", "a frame of another size than it states")
    return content


def colours(content: bytes) -> dict[str, object]:
    """What a PNG says about its colours (tag 4)."""
    flags, rest = (content[0], content[1:]) if content else (0, b"")
    wrong = flags == 0 or flags & 128 or flags & 33 == 33 or flags & 66 == 66
    result: dict[str, object] = {}
    for bit, name, size in ((0, "gAMA", 4), (1, "cHRM", 32), (2, "sRGB", 1), (3, "cICP", 4)):
        if flags >> bit & 1:
            part, rest = rest[:size], rest[size:]
            width = 4 if bit < 2 else 1
            values = [
                int.from_bytes(part[i : i + width], "big") for i in range(0, len(part), width)
            ]
            result[name] = values
            wrong |= len(part) != size
            wrong |= bit == 0 and not 1 <= values[0] < 1 << 31 if values else True
            wrong |= bit == 2 and values[0] > 3 if values else True
            wrong |= bit == 3 and (values[2:3] != [0] or values[3:] not in ([0], [1]))
    if flags & 16:
        result["name"] = rest
        printable = all(32 <= c <= 126 or c >= 161 for c in rest)
        wrong |= not 1 <= len(rest) <= 79 or not printable
        rest = b""
    if flags & 32:
        result["gAMA"] = [45455]
    if flags & 64:
        result["cHRM"] = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]
    if wrong or rest:
        raise Refused("section", f"colours {content.hex()}")
    return result


SECTIONS = {1: inflate, 2: inflate, 3: inflate, 4: colours, 5: bytes}
