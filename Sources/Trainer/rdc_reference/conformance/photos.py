"""Conformance files of the photo model."""

from dataclasses import replace

import zstandard

from ..decoder import Decoder
from ..errors import Refused
from ..field_model import field_model
from ..pack import Pack
from .cases import Case
from .container_writer import FileWriter, section, varint
from .drawn import DrawnPhoto, drawn

END = b"\0"


def written(photo: DrawnPhoto, **fields) -> FileWriter:
    file = photo.file
    seed = varint(file.seed) if file.seed else b""
    size = varint(file.size[0]) + varint(file.size[1])
    fingerprint, quality = file.fingerprint, file.quality
    return FileWriter(
        fingerprint,
        quality,
        photo.payload,
        **{"archive": True, "size": size, "seed": seed, **fields},
    )


def frame(content: bytes, stated: bool = True) -> bytes:
    writer = zstandard.ZstdCompressor(level=19, write_content_size=stated)
    if stated:
        return writer.compress(content)
    stream = writer.compressobj()
    return stream.compress(content) + stream.flush()


def profile(size: int = 132) -> bytes:
    """The least that passes for an ICC profile: a header, and no tags."""
    return size.to_bytes(4, "big") + bytes(32) + b"acsp" + bytes(92)


def statement(labels: list[int], levels: int) -> bytes:
    """Labels of ten bits each, and the levels' bits behind them."""
    size = {1: 2, 3: 5}[len(labels)]
    number = 0
    for label in labels:
        number = number << 10 | label
    return (number << 8 * size - 10 * len(labels) | levels).to_bytes(size, "big")


def colours() -> dict[str, bytes]:
    chromaticities = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6001)
    points = b"".join(value.to_bytes(4, "big") for value in chromaticities)
    return {
        "gamma": b"\x01" + (45454).to_bytes(4, "big"),
        "points": b"\x02" + points,
        "intent": b"\x04\x03",
        "code-points": b"\x08\x09\x10\x00\x01",
        "usual": b"\x60",
    }


def accepted(pack: Pack) -> list[Case]:
    last = pack.description["photo"]["qualities"] - 1

    def photo(*arguments, **settings) -> FileWriter:
        return written(DrawnPhoto(pack, *arguments, **settings))

    def every_step(y: int, x: int) -> int:
        return (7 * x + 3 * y) % 13 - 4

    plain = photo((24, 20), 40, drawn(1))
    dial = {"dial": ["perceptual 0.3", "classification 0.75", "perceptual 0"]}
    cases = [
        Case("photo", plain, "less than a cell", **dial),
        Case("photo-1x1", photo((1, 1), 99, drawn(2)), "one pixel, an odd index"),
        Case("photo-q0", photo((33, 20), 0, drawn(3)), "the lowest quality"),
        Case("photo-last", photo((33, 32), last, drawn(4)), "the highest quality"),
        Case("photo-gray", photo((30, 40), 128, drawn(5), gray=True), "gray", **dial),
        Case("photo-seed", photo((32, 64), 191, drawn(6), seed=1 << 63), "a seed"),
        Case("map-low", photo((64, 64), 5, drawn(8), steps=every_step), "limited to 0"),
        Case(
            "map-high",
            photo((64, 64), last - 3, drawn(9), steps=every_step),
            "limited to the last index",
        ),
        Case("strips-2", photo((20, 90), 120, drawn(10), strips=1), "two strips"),
        Case(
            "strips-4",
            photo((20, 200), 90, drawn(11), strips=2, gray=True),
            "strips of unlike heights",
        ),
        Case("any", photo((64, 40), 60, drawn(13, 0.3)), "rare symbols"),
        Case("any-only", photo((32, 40), 200, drawn(14, 1)), "all symbols alike"),
        Case("escapes", photo((40, 20), 256, drawn(15, 0.2, 0.8)), "escapes"),
        Case(
            "far", photo((20, 32), 310, drawn(16, 0.3, 0.97)), "values limited to 2^21"
        ),
    ]
    only = {"heads": ["distortion"]}
    alpha = section(3, frame(bytes(range(240)) * 2), True)
    profiled = section(1, frame(profile())) + section(4, b"\x14\x02An \xe9")
    exif = section(2, frame(b"MM\0*" + bytes(4)))
    unknown = section(9, b"x")
    bare = replace(plain, archive=False, checksum=False)
    steps = photo((140, 70), 150, drawn(7), steps=every_step)
    strips = photo((8, 2048), 10, drawn(12), strips=6)
    cases += [
        Case(
            "photo-compact", replace(plain, archive=False), "the compact face", **only
        ),
        Case("photo-bare", bare, "no checksum", **only),
        Case("strips-64", strips, "64 strips", **only),
        Case("map", steps, "every step of the map", **only),
        Case("alpha", replace(plain, sections=alpha + END), "an alpha channel", **only),
        Case("profile", replace(plain, sections=profiled + END), "ICC, named", **only),
        Case("exif", replace(plain, sections=exif + END), "Exif", **only),
        Case("sections", replace(plain, sections=unknown + END), "unknown", **only),
    ]
    for name, content in colours().items():
        file = replace(plain, sections=section(4, content) + END)
        cases.append(Case(f"colours-{name}", file, "tag 4", **only))
    for name, content in (
        ("1", statement([7], 60)),
        ("3", statement([980, 3, 500], 9 << 6 | 5 << 3 | 2)),
        ("3-largest", statement([999, 0, 1], 0x3FF)),
    ):
        file = replace(plain, sections=section(5, content) + END)
        only = {"heads": ["classification"]}
        cases.append(Case(f"statement-{name}", file, "what a classifier saw", **only))
    return cases


def not_shortest(files: list[FileWriter], pack: Pack) -> FileWriter:
    """The first file whose stream names the same symbols in too many bits.

    Which of them does depends on the tables."""
    for file in files:
        try:
            Decoder(Case("", file, "").data, [pack])
        except Refused as reason:
            if reason.reason == "canonical":
                return file
    raise SystemExit("every changed bit tells other symbols")


def refused(pack: Pack) -> list[Case]:
    model = field_model(pack)
    photo = DrawnPhoto(pack, (40, 70), 38, drawn(1, 0.3), strips=1)
    file = written(photo)
    cells, first, second = photo.parts
    unstated = 1 << 40

    def parts(
        *pieces: bytes, settings: int = 8, sizes: list[int] | None = None
    ) -> FileWriter:
        sizes = [len(piece) for piece in pieces[:-1]] if sizes is None else sizes
        header = bytes([settings]) + b"".join(varint(size) for size in sizes)
        return replace(file, payload=header + b"".join(pieces))

    one_strip = parts(cells, first, settings=0)

    def with_section(tag: int, content: bytes, required: bool = False) -> FileWriter:
        return replace(file, sections=section(tag, content, required) + END)

    def step(value: int) -> FileWriter:
        def only_first(y: int, x: int) -> int:
            return value if (y, x) == (0, 0) else 0

        return written(DrawnPhoto(pack, (40, 70), 38, drawn(2), steps=only_first))

    labels = len(model.settings.get("labels", []))
    writers = {
        "dimensions-missing": replace(file, size=b""),
        "count-2": replace(file, count=varint(2)),
        "quality-index": replace(file, quality=model.qualities // 2 + 1),
        "strips-4": parts(*[b""] * 5, settings=16),
        "strips-64": parts(*[b""] * 65, settings=48),
        "strips-128": parts(*[b""] * 129, settings=56),
        "parts-none": replace(file, payload=b""),
        "parts-no-sizes": replace(file, payload=b"\x08"),
        "parts-beyond": parts(cells, first, second, sizes=[len(cells), 999]),
        "parts-large": parts(cells, first, second, sizes=[unstated, unstated]),
        "parts-padded": replace(file, payload=b"\x08\x80\0" + file.payload[3:]),
        "too-large": replace(file, size=varint(1 << 14) * 2),
        "too-wide": replace(one_strip, size=varint(1 << 24) + varint(16)),
        "payload-cells": parts(cells[:-9], first, second),
        "payload-strip": parts(cells, first, second[: len(second) // 2]),
        "payload-no-cells": parts(b"", first, second),
        "canonical-cells": parts(cells + b"\0", first, second),
        "canonical-strip": parts(cells, first + b"\0", second),
        "canonical-end": parts(cells, first, second + b"\0"),
        "canonical-bit": not_shortest(
            [
                parts(cells, first, second[:-1] + bytes([second[-1] ^ 1 << bit]))
                for bit in range(8)
            ],
            pack,
        ),
        "escape": parts(b"\xff" * len(cells), first, second),
        "map-low": step(-5),
        "map-high": step(9),
        "profile-no-frame": with_section(1, b"profile"),
        "profile-unstated": with_section(1, frame(profile(), stated=False)),
        "profile-two-frames": with_section(1, frame(profile()) * 2),
        "profile-longer": with_section(1, frame(profile()) + b"x"),
        "profile-cut": with_section(1, frame(profile())[:-1]),
        "profile-short": with_section(1, frame(profile()[:131])),
        "profile-size": with_section(1, frame(profile(133))),
        "profile-no-signature": with_section(1, frame(profile()[:36] + bytes(96))),
        "exif": with_section(2, frame(b"MM*\0" + bytes(4))),
        "exif-empty": with_section(2, b""),
        "alpha-short": with_section(3, frame(bytes(2799)), True),
        "alpha-long": with_section(3, frame(bytes(2801)), True),
        "statement-0": with_section(5, b""),
        "statement-4": with_section(5, bytes(4)),
        "statement-label": with_section(5, statement([labels], 0))
        if labels < 1024
        else None,
        "statement-twice": with_section(5, statement([7, 8, 7], 0)),
        "colours-empty": with_section(4, b""),
        "colours-0": with_section(4, b"\0"),
        "colours-reserved": with_section(4, b"\x80"),
        "colours-gamma-0": with_section(4, b"\x01" + bytes(4)),
        "colours-gamma-large": with_section(4, b"\x01\x80" + bytes(3)),
        "colours-gamma-twice": with_section(4, b"\x21" + (1).to_bytes(4, "big")),
        "colours-points-twice": with_section(4, b"\x42" + bytes(32)),
        "colours-intent": with_section(4, b"\x04\x04"),
        "colours-matrix": with_section(4, b"\x08\x01\x01\x01\x00"),
        "colours-range": with_section(4, b"\x08\x01\x01\x00\x02"),
        "colours-cut": with_section(4, b"\x02" + bytes(31)),
        "colours-longer": with_section(4, b"\x20x"),
        "colours-name": with_section(4, b"\x10"),
        "colours-name-long": with_section(4, b"\x10" + b"n" * 80),
        "colours-name-control": with_section(4, b"\x10a\nb"),
    }
    return [Case(name, writer, "") for name, writer in writers.items() if writer]
