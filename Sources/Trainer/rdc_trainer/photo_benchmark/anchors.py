"""The codecs that users have today, all of them through Pillow."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pillow_jxl  # noqa: F401  registers JPEG XL with Pillow
from PIL import Image, _avif, features

from ..pictures import Pixels
from .codec import Code, Codec, Coded

AVIF = {
    "psnr": (0, 5, 10, 17, 28, 46, 72), "iq": (0, 9, 18, 30, 48, 74)
}  # fmt: skip
"""Pillow's qualities. Several are one quantizer: with ``iq`` all from 0 to 2 are."""

AVIF_CLASSES = {"psnr": (0, 3, 12), "iq": (0, 16)}
"""The least that ``iq`` takes is 0.13 bits a pixel of these small photographs."""


def through_pillow(format_name: str, **options: Any) -> Code:
    """Saves at a quality with these options, opens again; pixels alone, no metadata."""

    def code(pixels: Pixels, quality: float) -> Coded:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, format_name, quality=int(quality), **options)
        size = file.tell()
        file.seek(0)
        with Image.open(file) as image:
            return size, {"": np.asarray(image.convert("RGB"))}

    return code


def avif(tune: str) -> Codec:
    """libavif with aom, as Pillow brings them, on one thread."""
    options = {"speed": 4, "subsampling": "4:4:4", "advanced": {"tune": tune}, "max_threads": 1}
    encoder = next(
        part.split(":")[1] for part in _avif.codec_versions().split(", ") if "[enc]" in part
    )
    return Codec(
        f"avif-{tune}", f"libavif {features.version('avif')} aom {encoder}",
        f"speed 4, 4:4:4, tune={tune}", AVIF[tune], AVIF_CLASSES[tune], through_pillow("AVIF", **options),
    )  # fmt: skip


def jxl() -> Codec:
    """JPEG XL at effort 7; quality 0 is its distance 25, the farthest it goes."""
    return Codec(
        "jxl", f"pillow-jxl-plugin {version('pillow-jxl-plugin')}", "effort 7",
        (0, 5, 12, 25, 45, 70, 85), (), through_pillow("JXL", effort=7, num_threads=1),
    )  # fmt: skip


def webp() -> Codec:
    """WebP with its slowest search."""
    return Codec(
        "webp", f"libwebp {features.version('webp')}", "method 6",
        (0, 1, 3, 8, 20, 50, 80), (), through_pillow("WEBP", method=6),
    )  # fmt: skip


def jpeg() -> Codec:
    """Progressive JPEG with its own Huffman tables."""
    return Codec(
        "jpeg", f"libjpeg-turbo {features.version('libjpeg_turbo')}", "progressive, optimize",
        (1, 4, 7, 12, 25, 55, 80), (),
        through_pillow("JPEG", optimize=True, progressive=True),
    )  # fmt: skip


ANCHORS: dict[str, Callable[[], Codec]] = {
    "avif-psnr": lambda: avif("psnr"), "avif-iq": lambda: avif("iq"),
    "jxl": jxl, "webp": webp, "jpeg": jpeg,
}  # fmt: skip
"""Names as in results and on the command line."""
