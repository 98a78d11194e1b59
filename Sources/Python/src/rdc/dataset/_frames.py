"""The work as functions over pandas frames, which every engine knows."""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rdc.dataset._rows import Decode, Encode, Row, Work

if TYPE_CHECKING:
    import pandas

#: The columns of a result but for its bytes.
COLUMNS = ("name", "label", "width", "height", "bits", "error")


def encode_frame(
    frame: "pandas.DataFrame", picture: str = "picture", **settings: Any
) -> "pandas.DataFrame":
    """Encodes a column of pictures' files.

    Args:
        frame: its column `picture` holds the bytes of PNG, JPEG and so on;
            ``name`` and ``label`` may stand beside it.
        picture: the name of the column.
        settings: those of :func:`rdc.encode`.

    Returns:
        ``name``, ``label``, ``width``, ``height`` (pixels), ``bits`` (real bits
        of the file), ``error`` (None, or why there is no file), and ``rdc``,
        the file's bytes.
    """
    work = _worker(Encode, tuple(sorted(settings.items())))
    return _frame(work, frame, picture)


def decode_frame(
    frame: "pandas.DataFrame", head: str = "perceptual", strength: float = 1.0
) -> "pandas.DataFrame":
    """Decodes the column ``rdc`` to PNG; every picture of a set is a row.

    Returns:
        As :func:`encode_frame`, with the column ``picture`` for ``rdc``.
    """
    return _frame(_worker(Decode, (), head, strength), frame, "rdc")


def encode_frames(
    frames: "Iterator[pandas.DataFrame]", picture: str = "picture", **settings: Any
) -> "Iterator[pandas.DataFrame]":
    """:func:`encode_frame` for each frame, as Spark's ``mapInPandas`` asks."""
    for frame in frames:
        yield encode_frame(frame, picture, **settings)


def decode_frames(
    frames: "Iterator[pandas.DataFrame]",
    head: str = "perceptual",
    strength: float = 1.0,
) -> "Iterator[pandas.DataFrame]":
    """:func:`decode_frame` for each frame, as Spark's ``mapInPandas`` asks."""
    for frame in frames:
        yield decode_frame(frame, head, strength)


@functools.lru_cache(maxsize=4)
def _worker(
    kind: type[Work], settings: tuple[tuple[str, Any], ...], *arguments: Any
) -> Work:
    # Networks are loaded once in a process, not once a frame.
    return kind(*([dict(settings)] if kind is Encode else arguments))


def _frame(work: Work, frame: "pandas.DataFrame", column: str) -> "pandas.DataFrame":
    import pandas

    names = frame["name"] if "name" in frame else frame.index
    labels = frame["label"] if "label" in frame else [None] * len(frame)
    rows = [
        result
        for name, data, label in zip(names, frame[column], labels, strict=True)
        for result in work(Row(str(name), _bytes(data), _text(label)))
    ]
    columns = {name: [getattr(row, name) for row in rows] for name in COLUMNS}
    return pandas.DataFrame({**columns, work.column: [row.data for row in rows]})


def _bytes(data: Any) -> bytes | None:
    return bytes(data) if isinstance(data, (bytes, bytearray, memoryview)) else None


def _text(label: Any) -> str | None:
    return None if label is None or label != label else str(label)
