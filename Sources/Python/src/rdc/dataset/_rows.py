"""The work on one row: a picture's file to .rdc, and back."""

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdc._codec import Codec, Encoder, File, keep_freed_memory
from rdc._pictures import _OWN, from_pillow


@dataclass(frozen=True)
class Row:
    """One picture on its way in or out."""

    name: str
    #: The bytes of its file; None where it failed.
    data: bytes | None
    label: str | None = None
    width: int = 0
    height: int = 0
    #: Of the .rdc file, all of it.
    bits: int = 0
    error: str | None = None

    def failed(self, error: object) -> "Row":
        """The row of a picture that failed."""
        return Row(self.name, None, self.label, error=str(error) or repr(error))


class Work(ABC):
    """What is done with each row, by one worker.

    Attributes:
        column: what the bytes of the results are called.
        suffix: of the results' files.
    """

    column: str
    suffix: str

    @abstractmethod
    def _rows(self, row: Row, data: bytes) -> Iterator[Row]:
        """The results of a row."""

    def __call__(self, row: Row) -> Iterator[Row]:
        """The results of a row; one with the error if it fails."""
        if row.data is None:
            yield row if row.error else row.failed("no picture")
            return
        try:
            yield from self._rows(row, row.data)
        # Pillow's readers may raise anything at bytes from anywhere, and one
        # picture must not end the run.
        except Exception as error:
            yield row.failed(error)


class Encode(Work):
    """Pictures' files to .rdc, each with the same settings.

    Args:
        settings: those of :func:`rdc.encode`.
        codec: the arguments of :class:`rdc.Codec`; one thread unless said
            otherwise.
    """

    column = "rdc"
    suffix = "rdc"

    def __init__(
        self, settings: dict[str, Any], codec: dict[str, Any] | None = None
    ) -> None:
        keep_freed_memory()
        self._codec = Codec(**{"threads": 1, **(codec or {})})
        self._encoder: Encoder = self._codec.encoder(**settings)

    def _rows(self, row: Row, data: bytes) -> Iterator[Row]:
        file = self._encoded(data)
        with self._codec.open(file) as opened:
            yield Row(
                row.name, file, row.label, opened.width, opened.height, 8 * len(file)
            )

    def _encoded(self, data: bytes) -> bytes:
        if data.startswith(_OWN):
            return self._encoder.encode_file(data)
        from PIL import Image

        with Image.open(io.BytesIO(data)) as image:
            return self._encoder.encode_pixels(from_pillow(image))


class Decode(Work):
    """.rdc files to PNG, by one head; every picture of a set is a row.

    Args:
        head: what the pictures are faithful to.
        strength: from 0, the distortion head, to 1, the chosen one.
        codec: the arguments of :class:`rdc.Codec`; one thread unless said
            otherwise.
    """

    column = "picture"
    suffix = "png"

    def __init__(
        self,
        head: str = "perceptual",
        strength: float = 1.0,
        codec: dict[str, Any] | None = None,
    ) -> None:
        keep_freed_memory()
        self._codec = Codec(**{"threads": 1, **(codec or {})})
        self._head = head
        self._strength = strength

    def _rows(self, row: Row, data: bytes) -> Iterator[Row]:
        with self._codec.open(data) as file:
            if not file.is_set:
                yield self._row(row, row.name, file, 8 * len(data), None)
                return
            # The bits of a set belong to all of it: its first row has them.
            for pick in range(file.count):
                bits = 0 if pick else 8 * len(data)
                yield self._row(row, f"{row.name}/{pick}", file, bits, pick)

    def _row(self, row: Row, name: str, file: File, bits: int, pick: int | None) -> Row:
        png = file.png(self._head, self._strength, pick)
        return Row(name, png, row.label, file.width, file.height, bits)
