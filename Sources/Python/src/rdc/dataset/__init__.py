"""Data sets of any size, encoded and decoded on Ray Data.

    python -m rdc.dataset encode PHOTOS TARGET --quality 50
    python -m rdc.dataset decode TARGET PNGS --head perceptual

The same work as plain functions over pandas frames, for Spark (`mapInPandas`)
and Dask (`map_partitions`): :func:`encode_frame` and :func:`decode_frame`.
"""

from rdc.dataset._frames import (
    decode_frame,
    decode_frames,
    encode_frame,
    encode_frames,
)
from rdc.dataset._run import Summary, run

__all__ = [
    "Summary",
    "decode_frame",
    "decode_frames",
    "encode_frame",
    "encode_frames",
    "run",
]
