"""Conformance files of the digits model."""

from dataclasses import replace
from itertools import product

import zstandard

from ..pack import Pack
from .cases import Case
from .container_writer import FileWriter, section, varint
from .drawn import ChosenDigits

LARGEST = (1 << 64) - 1


def cells(pack: Pack, rung: int) -> list[list[int]]:
    """Every choice of symbols at a rung."""
    entry = pack.description["rungs"][rung]
    return [list(k) for k in product(range(entry["levels"]), repeat=entry["latents"])]


def archive(pack: Pack, rung: int, seed: int = 0) -> FileWriter:
    """All cells of a rung, one picture each."""
    chosen = ChosenDigits(pack, rung, cells(pack, rung), seed)
    written = varint(seed) if seed else b""
    count = varint(len(chosen.symbols))
    return FileWriter(
        pack.fingerprint, rung, chosen.payload, archive=True, seed=written, count=count
    )


def named(text: bytes) -> bytes:
    """The section of pictures' names, and the end of all sections."""
    return section(6, zstandard.compress(text)) + b"\0"


def accepted(pack: Pack) -> list[Case]:
    one = ChosenDigits(pack, 1, [[1, 2, 0]])
    file = FileWriter(pack.fingerprint, 1, one.payload)
    # Of some cells the payload is no byte at all.
    empty = next(
        (rung, symbols)
        for rung in range(4)
        for symbols in cells(pack, rung)
        if not ChosenDigits(pack, rung, [symbols]).payload
    )
    many = archive(pack, 0, seed=LARGEST)
    unused = b"".join(section(tag, b"no frame") for tag in range(1, 6)) + b"\0"
    unknown = section(9, b"skipped") + section(1 << 40, b"") + b"\0"
    cases = [
        Case("digit", file, "compact, checksum"),
        Case("digit-bare", replace(file, checksum=False), "neither checksum nor seed"),
        Case("digit-empty", replace(file, quality=empty[0], payload=b""), "no payload"),
        Case("digit-sections", replace(file, sections=unknown), "unknown sections"),
        Case("digit-unused", replace(file, sections=unused), "sections of photos"),
        Case("digit-archive", replace(file, archive=True), "an archive of one"),
        Case("cells-seed-largest", many, "seed 2^64-1: a varint of ten bytes"),
        Case("cells-bare", replace(archive(pack, 0, seed=1), checksum=False), "seed 1"),
    ]
    dial = ["perceptual 0.25", "perceptual 0.4", "perceptual 0.9", "classification 0.5"]
    dial += ["perceptual 0", "classification 0.36"]
    for rung in range(4):
        settings = {"dial": dial} if rung == 1 else {}
        case = Case(f"cells-rung{rung}", archive(pack, rung), "every cell", **settings)
        cases.append(case)
    seeded = ChosenDigits(pack, 2, [[0, 3, 1]], seed=1 << 63)
    name = FileWriter(pack.fingerprint, 2, seeded.payload, seed=varint(1 << 63))
    cases.append(Case("digit-seed", name, "a compact file's seed: 2^63"))
    # The longest; one of two words; letters with two code points; a full stop inside.
    texts = ["n" * 240, "sub-picture 1", "ä", "a\u0308", "d10", "d2", "x.y", "é" * 120, "8"]
    lines = "".join(f"{text}\n" for text in texts).encode()
    kept = replace(archive(pack, 0), sections=named(lines))
    cases.append(Case("names", kept, "names of pictures, for a reader that shows them"))
    return cases


def refused_names() -> dict[str, bytes]:
    """The sections of names that an archive of two pictures must not have."""
    return {
        "names-few": named(b"one\n"),
        "names-many": named(b"one\ntwo\nthree\n"),
        "names-end": named(b"one\ntwo"),
        "names-empty": named(b"\ntwo\n"),
        "names-long": named(b"one\n" + b"n" * 241 + b"\n"),
        "names-hidden": named(b"one\n.two\n"),
        "names-slash": named(b"one\nsub/two\n"),
        "names-backslash": named(b"one\na\\b\n"),
        "names-control": named(b"one\nt\x1bwo\n"),
        "names-turned": named("one\nt\u202ewo\n".encode()),
        "names-twice": named(b"One\noNE\n"),
        "names-utf8": named(b"one\nt\xffwo\n"),
        "names-no-frame": section(6, b"one\ntwo\n") + b"\0",
    }


def refused(pack: Pack) -> list[Case]:
    one = ChosenDigits(pack, 1, [[1, 2, 0]])
    file = FileWriter(pack.fingerprint, 1, one.payload)
    many = replace(file, archive=True, count=varint(200))
    whole = file.data()
    writers = {
        "version-0": replace(file, version=0),
        "version-2": replace(file, version=2),
        "version-3": replace(file, version=3),
        "model": replace(file, fingerprint=pack.fingerprint ^ 1 << 16),
        "quality": replace(file, quality=4),
        "seed-0": replace(file, seed=b"\0"),
        "number-padded": replace(file, seed=b"\x81\0"),
        "number-65-bits": replace(file, seed=b"\xff" * 9 + b"\2"),
        "number-eleven-bytes": replace(file, seed=b"\x80" * 10 + b"\1"),
        "count-0": replace(many, count=varint(0)),
        "count-padded": replace(many, count=b"\x82\0"),
        "payload-count": many,
        "payload-count-largest": replace(many, count=varint(LARGEST)),
        "dimensions-of-digits": replace(file, size=varint(28) * 2),
        "dimensions-0": replace(file, size=varint(0) + varint(28)),
        "dimensions-large": replace(file, size=varint(28) + varint((1 << 24) + 1)),
        "sections-none": replace(file, sections=b"\0"),
        "sections-tag-0": replace(file, sections=section(0, b"", True) + b"\0"),
        "sections-order": replace(
            file, sections=section(8, b"") + section(7, b"") + b"\0"
        ),
        "sections-twice": replace(file, sections=section(8, b"") * 2 + b"\0"),
        "required": replace(file, sections=section(9, b"", True) + b"\0"),
        **{
            f"required-{tag}": replace(file, sections=section(tag, b"", True) + b"\0")
            for tag in range(1, 6)
        },
        "cut-section": replace(file, sections=b"\x12\x40a"),
        "cut-sections-end": replace(file, sections=section(9, b"a"), payload=b""),
        "cut-seed": replace(file, seed=b"\x80", payload=b""),
        "canonical-zero-byte": replace(file, payload=one.payload + b"\0"),
        "canonical-one-byte": replace(file, payload=one.payload + b"\1"),
        "canonical-bit": replace(file, payload=bytes([one.payload[0] ^ 1])),
    }
    two = ChosenDigits(pack, 1, [[1, 2, 0], [0, 2, 1]])
    pair = FileWriter(pack.fingerprint, 1, two.payload, archive=True, count=varint(2))
    for name, sections in refused_names().items():
        writers[name] = replace(pair, sections=sections)
    cases = [Case(name, writer, "") for name, writer in writers.items()]
    parity = bytes([whole[2] ^ 32])
    raw = {
        "magic-empty": b"",
        "magic-one-byte": whole[:1],
        "magic": b"\xdc\x73" + whole[2:],
        "cut-flags": whole[:2],
        "parity": whole[:2] + parity + whole[3:],
        "cut-header": whole[:5],
        "cut-checksum": whole[:6],
        "checksum": whole[:-1] + bytes([whole[-1] ^ 128]),
        "checksum-payload": whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:],
        "checksum-long": whole + b"\0",
        "checksum-archive": many.data()[:-1] + b"\0",
        "cut-archive": many.data()[:9],
    }
    return cases + [Case(name, data, "") for name, data in raw.items()]
