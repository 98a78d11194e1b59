"""Names of codecs and sets as tables and figures show them."""

from __future__ import annotations

ANCHOR_LABELS = {
    "avif-psnr": "AVIF, tune psnr", "avif-iq": "AVIF, tune iq", "jxl": "JPEG XL",
    "webp": "WebP", "jpeg": "JPEG, progressive",
}  # fmt: skip
"""The codecs that ours are compared with."""

SET_LABELS = {
    "kodak": "Kodak", "cid22": "CID22 validation", "imagenet": "Photographs of ImageNet's classes",
}  # fmt: skip


def is_anchor(curve: str) -> bool:
    """Whether a curve is another codec's."""
    return curve in ANCHOR_LABELS


def label(curve: str) -> str:
    """A curve's name; ours are ``rdc HEAD`` and ``rdc -e N HEAD``."""
    if is_anchor(curve):
        return ANCHOR_LABELS[curve]
    name, _, head = curve.rpartition(" ")
    return f"{name}, {head} head" if name else curve


def set_title(name: str) -> str:
    """The set's name."""
    return SET_LABELS.get(name, name)
