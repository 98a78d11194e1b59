"""The codecs that are compared: their commands, settings and versions."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

THREADS = 2
"""Threads of every tool that takes a number of them (``{threads}``) or ``-mt``."""

Command = tuple[str, ...]
"""A program and its arguments, with places in braces: ``{setting}``, ``{source}``,
``{coded}``, ``{decoded}``, ``{threads}`` and, for ours, ``{rdc}``."""


@dataclass(frozen=True)
class Codec:
    """One encoder with one or, for rdc, several decoders of the same bytes."""

    source: str
    """Suffix of the file that the encoder reads: of equal pixels, without metadata."""
    coded: str
    decoded: str
    """Suffixes of what is written: PNG where the tool can, for equal work."""
    encode: Command
    decodes: Mapping[str, Command]
    """The results' names, each with its decoder."""
    settings: tuple[float, ...]
    """From about 0.1 to at least 1.5 bits a pixel on both sets."""
    tool: str = ""
    """Name and version of what is installed."""
    programs: Mapping[str, str] = field(default_factory=dict)
    """Where ``{rdc}`` is; not a part of the results."""

    def filled(self, command: Command, setting: float, folder: Path) -> list[str]:
        """A command that can be run on the files of a scratch folder."""
        places = {
            "setting": f"{setting:g}", "threads": THREADS, **self.programs,
            "source": folder / f"source{self.source}",
            "coded": folder / f"coded{self.coded}",
            "decoded": folder / f"decoded{self.decoded}",
        }
        return [part.format(**places) for part in command]

    @property
    def threaded(self) -> bool:
        """Whether the encoder is told to use threads."""
        return "{threads}" in self.encode or "-mt" in self.encode

    def identity(self, name: str) -> dict[str, str]:
        """What a stored point must have in common with this to be kept."""
        return {
            "tool": self.tool, "encode": " ".join(self.encode),
            "decode": " ".join(self.decodes[name]),
        }


def split(text: str) -> Command:
    """A command of parts without blanks."""
    return tuple(text.split())


OTHERS = {
    "jpeg": Codec(
        ".ppm", ".jpg", ".ppm",
        split("cjpeg -quality {setting} -optimize -progressive -outfile {coded} {source}"),
        {"jpeg": split("djpeg -outfile {decoded} {coded}")},
        (5, 10, 20, 40, 65, 82, 92),
    ),
    "webp": Codec(
        ".png", ".webp", ".png",
        split("cwebp -quiet -mt -m 6 -q {setting} {source} -o {coded}"),
        {"webp": split("dwebp -quiet -mt {coded} -o {decoded}")},
        (0, 8, 25, 50, 72, 84, 92),
    ),
    "avif": Codec(
        ".png", ".avif", ".png",
        split(
            "avifenc -y 444 -s 6 -j {threads} -c aom --min {setting} --max {setting}"
            " -a end-usage=q -a cq-level={setting} -a tune=psnr {source} {coded}"
        ),
        {"avif": split("avifdec -j {threads} {coded} {decoded}")},
        (60, 53, 46, 39, 32, 25, 17, 10),
    ),
    "jxl": Codec(
        ".png", ".jxl", ".png",
        split("cjxl --quiet -e 7 --num_threads {threads} -d {setting} {source} {coded}"),
        {"jxl": split("djxl --quiet --num_threads {threads} {coded} {decoded}")},
        (20, 12, 7, 4, 2.5, 1.5, 0.9, 0.6),
    ),
}  # fmt: skip

VERSIONS = {
    "jpeg": ("libjpeg-turbo", ("cjpeg", "-version"), r"version (\S+)"),
    "webp": ("libwebp", ("cwebp", "-version"), r"^(\d\S*)"),
    "avif": ("libavif", ("avifenc", "--version"), r"Version: (\S+).*(aom)[^:]*:v?([^,)]+)"),
    "jxl": ("libjxl", ("cjxl", "--version"), r"cjxl v?(\S+)"),
}
"""The library, what prints its version, and where that stands."""

LABELS = {
    "rdc": "rdc", "rdc perceptual": "rdc, perceptual head", "avif": "AVIF 4:4:4, speed 6",
    "jxl": "JPEG XL, effort 7", "webp": "WebP, -m 6", "jpeg": "JPEG, progressive",
}
"""All names of the results, as tables and figures show them."""


def other(name: str) -> Codec | None:
    """Another codec with the version that is installed; None if it is not."""
    library, command, pattern = VERSIONS[name]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    found = re.search(pattern, said.stdout + said.stderr)
    version = " ".join(found.groups()) if found else "of unknown version"
    return replace(OTHERS[name], tool=f"{library} {version}")


def rdc(program: Path) -> Codec:
    """Our codec: two heads, read from the same bytes.

    The pack's fingerprint is a part of the version.
    """
    models = json.loads(subprocess.check_output([program, "models", "--json"]))
    fingerprint = next(m["fingerprint"] for m in models if m["name"] == "photo")
    version = subprocess.check_output([program, "--version"], text=True).strip()
    decode = "{rdc} decode {coded} -o {decoded} -j {threads} --quiet -f --head "
    return Codec(
        ".png", ".rdc", ".png",
        split("{rdc} encode {source} -o {coded} -q {setting} -j {threads} --quiet -f"),
        {
            "rdc": split(decode + "distortion"),
            "rdc perceptual": split(decode + "perceptual"),
        },
        (15, 25, 35, 45, 55, 65, 75, 85, 95),
        f"rdc {version}, photo pack {fingerprint}",
        {"rdc": str(program.resolve())},
    )  # fmt: skip
