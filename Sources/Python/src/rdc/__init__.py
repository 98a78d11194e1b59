"""A lossy image codec whose reader chooses what a picture is faithful to.

    file = rdc.encode("photo.png", quality=60)
    pixels = rdc.decode(file, head="perceptual")

Pictures are arrays of 8-bit samples: height × width (gray), or height × width ×
channels with 2 (gray and alpha), 3 (RGB) or 4 (RGB and alpha). Sets of pictures
have one more axis in front. Bytes and pixels are those of the program `rdc`.

The functions here use one codec of the process, with a thread for each
processor that it may use and no limit of memory; a :class:`Codec` has its own.
All of them may be called from any number of threads, and release the GIL.
"""

from rdc._codec import (
    Codec,
    Encoder,
    File,
    classify,
    decode,
    encode,
    info,
    keep_freed_memory,
    models,
    version,
)
from rdc._errors import (
    ArgumentError,
    Error,
    FileError,
    LimitError,
    ModelError,
    PictureError,
    RateError,
)

__all__ = [
    "ArgumentError",
    "Codec",
    "Encoder",
    "Error",
    "File",
    "FileError",
    "LimitError",
    "ModelError",
    "PictureError",
    "RateError",
    "classify",
    "decode",
    "encode",
    "info",
    "keep_freed_memory",
    "models",
    "version",
]
__version__ = version()
