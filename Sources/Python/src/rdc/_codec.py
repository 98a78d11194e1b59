"""Codec, encoder and file: the handles of rdc.h as objects."""

import functools
import json
import os
import pathlib
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np

from rdc._errors import ArgumentError, PictureError
from rdc._library import bytes_of, call, create, ffi, library, options, taken
from rdc._pictures import Picture, Pixels, Samples, pixels

Data: TypeAlias = bytes | bytearray | memoryview
#: How rdc.h numbers the kinds of rate.
_RATES = {"quality": 1, "bpp": 2, "size": 3, "bits": 4, "rung": 5}


def version() -> str:
    """The version of the library, for example ``0.1.0``."""
    return str(ffi.string(library.rdc_version()).decode())


def keep_freed_memory() -> None:
    """Lets this process keep memory that it frees.

    A program that codes many pictures runs faster if it calls this once at its
    start.
    """
    library.rdc_memory_keep()


def _text(text: str | None) -> Any:
    if text is None:
        return ffi.NULL
    if "\0" in text:
        raise ArgumentError("a name with a zero byte")
    return ffi.new("char[]", text.encode())


def _data(data: Data | str | os.PathLike[str]) -> Data:
    if isinstance(data, (str, os.PathLike)):
        return pathlib.Path(data).read_bytes()
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"a file is bytes or a path, not {type(data).__name__}"
        )
    return data


class Codec:
    """The models, with a number of threads and limits of its own.

    Args:
        threads: the most that a call may use; None for one for each processor
            that this process may use. With 1 all work is done on the calling
            thread. Results do not depend on it.
        max_pixels: the most pixels of a picture; None for 268 million.
        max_memory: the most bytes that a call may take, by an estimate from
            above; None for no limit.
        packs: further models, paths of pack files or their bytes.

    Raises:
        ArgumentError: for numbers that cannot be.
        ModelError: for a damaged pack.
    """

    def __init__(
        self,
        *,
        threads: int | None = None,
        max_pixels: int | None = None,
        max_memory: int | None = None,
        packs: Iterable[Data | str | os.PathLike[str]] = (),
    ) -> None:
        for name, value in [("max_pixels", max_pixels), ("max_memory", max_memory)]:
            if value is not None and not 0 < value < 1 << 63:
                raise ArgumentError(f"{name} of {value}")
        if threads is None:
            threads = _processors()
        if not 1 <= threads <= 1024:
            raise ArgumentError(f"{threads} threads")
        kept = [ffi.from_buffer("uint8_t[]", _data(pack)) for pack in packs]
        listed = ffi.new("rdc_bytes[]", [(pack, len(pack)) for pack in kept])
        self._handle = create(
            "codec",
            "rdc_codec_create",
            options(
                "rdc_codec_options",
                threads=threads,
                max_pixels=max_pixels or 0,
                max_memory=max_memory or 0,
                packs=listed,
                pack_count=len(kept),
            ),
        )
        # An encoder loads networks: those of the last few kinds are kept.
        self._encoder = functools.lru_cache(maxsize=8)(self._make_encoder)

    def _make_encoder(self, **settings: Any) -> "Encoder":
        return Encoder(self, **settings)

    def encoder(
        self,
        *,
        quality: float | None = None,
        bpp: float | None = None,
        size: int | None = None,
        bits: float | None = None,
        rung: int | None = None,
        model: str | None = None,
        seed: int | None = None,
        effort: int = 5,
        strip: bool = False,
        statement: bool = True,
    ) -> "Encoder":
        """One way to encode, for many pictures; :func:`encode` tells the
        arguments and errors."""
        return Encoder(
            self,
            quality=quality,
            bpp=bpp,
            size=size,
            bits=bits,
            rung=rung,
            model=model,
            seed=seed,
            effort=effort,
            strip=strip,
            statement=statement,
        )

    def encode(self, picture: Picture, **settings: Any) -> bytes:
        """As :func:`encode`."""
        return self._encoder(**settings).encode(picture)

    def open(self, data: Data | str | os.PathLike[str]) -> "File":
        """Reads a file's header; pixels are decoded when they are asked for.

        Args:
            data: the bytes of a .rdc file, or its path.

        Raises:
            FileError: for bytes that are no sound .rdc file.
            ModelError: if the file's model is not here.
            LimitError: for a picture above the limit.
        """
        return File(self, data)

    def models(self) -> list[dict[str, Any]]:
        """As :func:`models`."""
        found = json.loads(taken("rdc_codec_models", self._handle))
        return list(found)


class Encoder:
    """One way to encode; made by :meth:`Codec.encoder`.

    The networks of a model are loaded with its first picture and kept.
    """

    def __init__(
        self,
        codec: Codec,
        *,
        model: str | None = None,
        seed: int | None = None,
        effort: int = 5,
        strip: bool = False,
        statement: bool = True,
        **rates: float | None,
    ) -> None:
        unknown = set(rates) - set(_RATES)
        if unknown:
            raise TypeError(f"no setting {', '.join(sorted(unknown))}")
        asked = [(name, rate) for name, rate in rates.items() if rate is not None]
        if len(asked) > 1:
            names = " and ".join(name for name, _ in asked)
            raise ArgumentError(f"{names} exclude each other")
        name, rate = asked[0] if asked else ("", 0.0)
        if seed is not None and not 0 <= seed < 1 << 64:
            raise ArgumentError(f"a seed of {seed}, not of 64 bits")
        if not 0 <= effort <= 9:
            raise ArgumentError(f"an effort of {effort}, not 0 to 9")
        text = _text(model)
        self._handle = create(
            "encoder",
            "rdc_encoder_create",
            codec._handle,
            options(
                "rdc_encode_options",
                model=text,
                rate_kind=_RATES.get(name, 0),
                rate=float(rate),
                seed=seed or 0,
                effort=effort,
                strips_metadata=strip,
                states_nothing=not statement,
            ),
        )

    def encode(self, picture: Picture) -> bytes:
        """The bytes of a .rdc file; see :func:`encode`."""
        found = pixels(picture)
        if isinstance(found, bytes):
            return self.encode_file(found)
        return self.encode_pixels(found)

    def encode_file(self, data: bytes) -> bytes:
        """The bytes of a .rdc file of what a PNG, PGM, PPM or IDX file holds."""
        return taken(
            "rdc_encoder_encode_file",
            self._handle,
            ffi.from_buffer("uint8_t[]", data),
            len(data),
        )

    def encode_pixels(self, picture: Pixels) -> bytes:
        """The bytes of a .rdc file of samples and their metadata."""
        count, height, width, channels = picture.shape
        samples = ffi.from_buffer("uint8_t[]", picture.samples)
        icc = ffi.from_buffer("uint8_t[]", picture.icc)
        exif = ffi.from_buffer("uint8_t[]", picture.exif)
        return taken(
            "rdc_encoder_encode",
            self._handle,
            options(
                "rdc_pictures",
                count=count,
                height=height,
                width=width,
                channels=channels,
                is_set=picture.is_set,
                samples=samples,
                icc=(icc, len(picture.icc)),
                exif=(exif, len(picture.exif)),
            ),
        )


class File:
    """A .rdc file, its header read; made by :meth:`Codec.open`.

    Attributes:
        count: how many pictures it holds.
        height: rows of each.
        width: pixels in a row of each.
        channels: samples a pixel, alpha included: 1 to 4.
        is_set: whether it holds a set of pictures, of however many.
    """

    def __init__(self, codec: Codec, data: Data | str | os.PathLike[str]) -> None:
        data = _data(data)
        self._handle: Any = create(
            "file",
            "rdc_file_open",
            codec._handle,
            ffi.from_buffer("uint8_t[]", data),
            memoryview(data).nbytes,
        )
        outline = options("rdc_outline")
        call("rdc_file_outline", self._handle, outline)
        self.count = int(outline.count)
        self.height = int(outline.height)
        self.width = int(outline.width)
        self.channels = int(outline.channels)
        self.is_set = bool(outline.is_set)

    def close(self) -> None:
        """Frees what was decoded; the file cannot be used afterwards."""
        self._handle = None

    def __enter__(self) -> "File":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open_handle(self) -> Any:
        if self._handle is None:
            raise ValueError("the file is closed")
        return self._handle

    def shape(self, pick: int | None = None) -> tuple[int, ...]:
        """The shape of what :meth:`decode` gives."""
        one: tuple[int, ...] = (self.height, self.width)
        if self.channels > 1:
            one = (*one, self.channels)
        return (self.count, *one) if self.is_set and pick is None else one

    def decode(
        self,
        head: str = "perceptual",
        strength: float = 1.0,
        pick: int | None = None,
    ) -> Samples:
        """The pictures as a head reads them; see :func:`decode`."""
        handle = self._open_handle()
        text = _text(head)
        try:
            samples = np.empty(self.shape(pick), np.uint8)
        except (MemoryError, ValueError) as error:
            raise PictureError(f"no memory for {self.count} pictures") from error
        call(
            "rdc_file_decode",
            handle,
            _reading(text, strength, pick),
            ffi.from_buffer("uint8_t[]", samples, require_writable=True),
            samples.size,
        )
        return samples

    def png(
        self,
        head: str = "perceptual",
        strength: float = 1.0,
        pick: int | None = None,
    ) -> bytes:
        """One picture as PNG, with profile and Exif: what ``rdc decode`` writes.

        Raises:
            ArgumentError: for a set without a pick, and as :func:`decode`.
        """
        text = _text(head)
        return taken(
            "rdc_file_png", self._open_handle(), _reading(text, strength, pick)
        )

    @functools.cached_property
    def _metadata(self) -> tuple[bytes, bytes]:
        icc, exif = ffi.new("rdc_buffer *"), ffi.new("rdc_buffer *")
        call("rdc_file_metadata", self._open_handle(), icc, exif)
        return bytes_of(icc), bytes_of(exif)

    @property
    def icc(self) -> bytes:
        """The ICC profile; empty if there is none."""
        return self._metadata[0]

    @property
    def exif(self) -> bytes:
        """Exif as a TIFF file, from its byte order mark on; empty if there is
        none."""
        return self._metadata[1]

    def info(self) -> dict[str, Any]:
        """As :func:`info`."""
        return dict(json.loads(taken("rdc_file_info", self._open_handle())))

    def classify(
        self, pick: int | None = None, look: bool = False
    ) -> list[dict[str, Any]]:
        """As :func:`classify`."""
        found = taken("rdc_file_classify", self._open_handle(), _pick(pick), look)
        return list(json.loads(found))


def _pick(pick: int | None) -> int:
    if pick is None:
        return -1
    if not 0 <= pick < 1 << 62:
        raise ArgumentError(f"no picture {pick}: they are numbered from 0")
    return pick


def _reading(head: Any, strength: float, pick: int | None) -> Any:
    # Checked before it is narrowed to 32 bits.
    if not 0 <= strength <= 1:
        raise ArgumentError(f"a strength of {strength}, not 0 to 1")
    return options(
        "rdc_decode_options", head=head, strength=strength, pick=_pick(pick)
    )


def encode(
    picture: Picture,
    *,
    quality: float | None = None,
    bpp: float | None = None,
    size: int | None = None,
    bits: float | None = None,
    rung: int | None = None,
    model: str | None = None,
    seed: int | None = None,
    effort: int = 5,
    strip: bool = False,
    statement: bool = True,
) -> bytes:
    """Encodes a picture, or a set of digits, into the bytes of a .rdc file.

    At most one rate may be given; without one the model takes its own, quality
    50 for photos.

    Args:
        picture: 8-bit samples, height × width or height × width × channels
            (1 to 4); for a set pictures × height × width, or with channels as
            a fourth axis. Or a Pillow image, with its profile and Exif, or the
            path of a picture's file: PNG, PGM, PPM and IDX are read by the
            library, all else by Pillow.
        quality: photos: from 0 to 100.
        bpp: photos: bits a pixel of the whole file, met within 2 %.
        size: photos: bytes of the whole file, met within 2 %.
        bits: digits: the most bits a picture.
        rung: digits: the rung, as :func:`models` numbers them.
        model: its name; None for one that was made for pictures of this very
            size, else one that codes any size.
        seed: of the shared dither, 64 bits; None is 0, which costs no byte.
        effort: 0 is a single pass; from 1 to 9 the encoder searches, and from 6 on a
            classifier guides it in photos.
        strip: whether ICC profile and Exif are left out.
        statement: whether photos state what the model's classifier saw, and whether
            that has a say in their bits.

    Raises:
        PictureError: for a picture that is damaged or that no model codes.
        RateError: if the model has no such rate.
        ModelError: if there is no such model.
        LimitError: for a picture above the limits.
        ArgumentError: for several rates, or one that cannot be.
        TypeError: for what is no picture.
        OSError: for a path that cannot be read.
    """
    return _default().encode(
        picture,
        quality=quality,
        bpp=bpp,
        size=size,
        bits=bits,
        rung=rung,
        model=model,
        seed=seed,
        effort=effort,
        strip=strip,
        statement=statement,
    )


def decode(
    data: Data | str | os.PathLike[str],
    head: str = "perceptual",
    strength: float = 1.0,
    pick: int | None = None,
) -> Samples:
    """Decodes a .rdc file.

    Args:
        data: the file's bytes, or its path.
        head: what the pictures are faithful to: ``distortion`` (the closest
            pixels), ``perceptual`` (the most natural look) or
            ``classification`` (what a classifier reads best).
        strength: from 0, the distortion head, to 1, the chosen one.
        pick: the number of the only picture to decode, from 0.

    Returns:
        8-bit samples: height × width for gray, else height × width × channels,
        alpha last. A set has an axis of pictures in front, unless one is
        picked.

    Raises:
        FileError: for bytes that are no sound .rdc file.
        ModelError: if the file's model is not here.
        ArgumentError: for a head that the model lacks, a picture that the file
            does not have, a strength that cannot be.
        LimitError: for a picture above the limits.
        TypeError: for what is no file.
        OSError: for a path that cannot be read.
    """
    with _default().open(data) as file:
        return file.decode(head, strength, pick)


def classify(
    data: Data | str | os.PathLike[str],
    pick: int | None = None,
    look: bool = False,
) -> list[dict[str, Any]]:
    """What a file says that its pictures show.

    Args:
        data: the file's bytes, or its path.
        pick: the number of the only picture, from 0.
        look: photos: whether to read the decoded picture, whatever the file
            states.

    Returns:
        For each picture its number ``picture``, the likeliest ``label`` with
        its ``probability``, and in ``probabilities`` every label with its own.

    Raises:
        FileError, ModelError, ArgumentError, LimitError: as :func:`decode`.
    """
    with _default().open(data) as file:
        return file.classify(pick, look)


def info(data: Data | str | os.PathLike[str]) -> dict[str, Any]:
    """Every field of a file, and where its bits went.

    Returns:
        What ``rdc info --json`` prints: ``bytes``, ``pictures``, ``width``,
        ``height`` (pixels), ``bitsPerPicture``, ``bitsPerPixel``, ``heads``,
        ``fields`` and more.

    Raises:
        FileError, ModelError, LimitError: as :func:`decode`.
    """
    with _default().open(data) as file:
        return file.info()


def models() -> list[dict[str, Any]]:
    """The models inside the library, with their heads, rates and labels."""
    return _default().models()


def _processors() -> int:
    # A forked process has lost the threads that the library's pool had.
    if _Process.is_forked:
        return 1
    return min(1024, len(os.sched_getaffinity(0)))


class _Process:
    """What belongs to this process alone."""

    codec: Codec | None = None
    is_forked = False

    @classmethod
    def forked(cls) -> None:
        cls.codec = None
        cls.is_forked = True


os.register_at_fork(after_in_child=_Process.forked)


def _default() -> Codec:
    # Two threads may make two; the last one stays.
    if _Process.codec is None:
        _Process.codec = Codec()
    return _Process.codec
