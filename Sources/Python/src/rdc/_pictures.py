"""Whatever a caller has for a picture, as an array with its metadata."""

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from rdc._errors import PictureError

if TYPE_CHECKING:
    from PIL import Image

Samples: TypeAlias = NDArray[np.uint8]
Picture: TypeAlias = "Samples | Image.Image | str | os.PathLike[str]"

#: How PNG, PGM, PPM, IDX and gzip begin: what the library reads by itself.
_OWN = (b"\x89PNG", b"P5", b"P6", b"\0\0\x08", b"\x1f\x8b")


@dataclass(frozen=True)
class Pixels:
    """Samples, and what a file said about them."""

    samples: Samples
    icc: bytes = b""
    exif: bytes = b""

    @property
    def is_set(self) -> bool:
        """Whether there is an axis of pictures in front."""
        shape = self.samples.shape
        return len(shape) == 4 or len(shape) == 3 and shape[2] > 4

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Pictures, height, width, channels."""
        shape = self.samples.shape
        if self.is_set:
            channels = shape[3] if len(shape) == 4 else 1
            return shape[0], shape[1], shape[2], channels
        return 1, shape[0], shape[1], shape[2] if len(shape) == 3 else 1


def pixels(picture: Picture) -> Pixels | bytes:
    """A picture's samples, or the bytes of a file that the library reads.

    Raises:
        TypeError: for what is no picture.
        PictureError: for an array of another shape or other samples.
        OSError: for a file that is not there, or that Pillow cannot read.
    """
    if isinstance(picture, (str, os.PathLike)):
        return _file(picture)
    if _is_pillow(picture):
        return from_pillow(picture)
    if not isinstance(picture, np.ndarray):
        raise TypeError(
            "a picture is an array, a Pillow image or a path, not "
            f"{type(picture).__name__}"
        )
    return _array(picture)


def _array(array: NDArray[Any]) -> Pixels:
    if array.dtype != np.uint8:
        raise PictureError(f"samples of type {array.dtype}, not uint8")
    if array.ndim not in (2, 3, 4) or 0 in array.shape:
        raise PictureError(f"an array of shape {array.shape} is no picture")
    if array.ndim == 4 and array.shape[3] > 4:
        raise PictureError(f"{array.shape[3]} channels, not 1 to 4")
    return Pixels(np.ascontiguousarray(array))


def _file(path: "str | os.PathLike[str]") -> Pixels | bytes:
    with open(path, "rb") as file:
        start = file.read(8)
        if not start or start.startswith(_OWN):
            return start + file.read()
    try:
        from PIL import Image
    except ImportError:
        raise PictureError(
            f"{os.fspath(path)}: no PNG, PGM, PPM or IDX; Pillow would be "
            "needed to read it"
        ) from None
    with Image.open(path) as image:
        return from_pillow(image)


def _is_pillow(picture: object) -> "TypeGuard[Image.Image]":
    # Whoever has such an image has loaded Pillow.
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(picture, module.Image)


def from_pillow(
    image: "Image.Image", icc: bytes | None = None, exif: bytes | None = None
) -> Pixels:
    """The samples of a Pillow image, with its profile and Exif unless others
    are given.

    Raises:
        PictureError: for a mode that is neither gray nor RGB.
    """
    if icc is None:
        icc = image.info.get("icc_profile") or b""
    if exif is None:
        tags = image.getexif()
        exif = tags.tobytes() if tags else b""
    mode = image.mode
    if mode == "1":
        image = image.convert("L")
    elif mode in ("P", "PA") or mode in ("L", "RGB") and image.has_transparency_data:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif mode not in ("L", "LA", "RGB", "RGBA"):
        raise PictureError(f"an image of mode {mode}; convert it to RGB or L first")
    # Exif in a TIFF of its own: without the marker that JPEG puts before it.
    return Pixels(np.asarray(image), icc, exif.removeprefix(b"Exif\0\0"))
