"""Lets Pillow open and save .rdc files; importing it is enough.

    import rdc.pillow
    from PIL import Image

    with Image.open("photo.rdc") as image:   # reads the header alone
        image.head = "classification"        # before pixels are asked for
        image.save("photo.png")
    image.save("again.rdc", quality=60)      # or bpp=, size=, rung=, ...

ICC profile and Exif are kept both ways: ``image.info["icc_profile"]`` and
``image.info["exif"]``. The pictures of a set are its frames (``seek``).
"""

import io
import os
from typing import IO, Any

from PIL import Image, ImageFile

from rdc._codec import _default
from rdc._errors import Error
from rdc._pictures import from_pillow

FORMAT = "RDC"
_MAGIC = b"\xdc\x72"
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
#: What `save` takes; rdc.encode tells what they mean.
_SETTINGS = (
    "quality",
    "bpp",
    "size",
    "bits",
    "rung",
    "model",
    "seed",
    "effort",
    "strip",
    "statement",
)


class RDCImageFile(ImageFile.ImageFile):
    """A .rdc file; pixels are decoded when they are first asked for."""

    format = FORMAT
    format_description = "rdc picture"

    def _open(self) -> None:
        assert self.fp is not None
        try:
            self._file = _default().open(self.fp.read())
        except Error as error:
            raise OSError(str(error)) from error
        self._head = "perceptual"
        self._strength = 1.0
        self._frame = 0
        self._size = (self._file.width, self._file.height)
        self._mode = _MODES[self._file.channels]
        self.n_frames = self._file.count
        self.is_animated = self.n_frames > 1
        if self._file.icc:
            self.info["icc_profile"] = self._file.icc
        if self._file.exif:
            self.info["exif"] = b"Exif\0\0" + self._file.exif
        self._ask()

    def _ask(self) -> None:
        """Has the next load decode the picture."""
        self.tile = [ImageFile._Tile("raw", (0, 0, *self.size), 0, self.mode)]

    @property
    def head(self) -> str:
        """What the picture is faithful to; another one is decoded when pixels
        are next asked for."""
        return self._head

    @head.setter
    def head(self, name: str) -> None:
        self._head = name
        self._ask()

    @property
    def strength(self) -> float:
        """From 0, the distortion head, to 1, the chosen one."""
        return self._strength

    @strength.setter
    def strength(self, strength: float) -> None:
        self._strength = strength
        self._ask()

    def seek(self, frame: int) -> None:
        """Goes to a picture of a set.

        Raises:
            EOFError: if there is none of that number.
        """
        if frame != self._frame:
            if not 0 <= frame < self.n_frames:
                raise EOFError(f"no picture {frame}: the file holds {self.n_frames}")
            self._frame = frame
            self._ask()

    def tell(self) -> int:
        """The number of the picture."""
        return self._frame

    def load(self) -> Any:
        """Decodes the picture, unless that is done.

        Raises:
            OSError: for a damaged file, and for a head that its model lacks.
        """
        if self.tile:
            pick = self._frame if self._file.is_set else None
            try:
                samples = self._file.decode(self._head, self._strength, pick)
            except Error as error:
                raise OSError(str(error)) from error
            if self.fp is not None and self._exclusive_fp:
                self.fp.close()
            self.fp = io.BytesIO(samples.tobytes())
        return super().load()


def _accept(prefix: bytes) -> bool:
    return prefix.startswith(_MAGIC)


def _save(image: Image.Image, file: IO[bytes], name: str | bytes) -> None:
    given = image.encoderinfo
    settings = {key: given[key] for key in _SETTINGS if key in given}
    exif = given.get("exif")
    if isinstance(exif, Image.Exif):
        exif = exif.tobytes()
    try:
        encoder = _default()._encoder(**settings)
        file.write(
            encoder.encode_pixels(from_pillow(image, given.get("icc_profile"), exif))
        )
    except Error as error:
        raise OSError(str(error)) from error


Image.register_open(FORMAT, RDCImageFile, _accept)
Image.register_save(FORMAT, _save)
Image.register_extension(FORMAT, ".rdc")
Image.register_mime(FORMAT, "image/x-rdc")
