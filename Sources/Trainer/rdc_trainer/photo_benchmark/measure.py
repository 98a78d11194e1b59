"""Every codec at every setting on every picture: real bytes and what they decode to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..pictures import load_picture
from .codec import Codec
from .picture_sets import PictureSet
from .results import Results


def benchmark(
    results: Results, sets: Iterable[PictureSet], codecs: Sequence[Codec]
) -> None:
    """Measures what the results lack, picture by picture, and writes them after each."""
    for pictures in sets:
        stored = results.add_set(pictures)
        for number, (name, path) in enumerate(pictures.pictures(), 1):
            missing = [
                (codec, setting)
                for codec in codecs
                for setting in results.missing(pictures, codec, name)
            ]
            if not missing:
                continue
            pixels = load_picture(path)
            judge = pictures.judge(path, pixels)
            height, width = pixels.shape[:2]
            stored["pictures"][name] = {"size": [width, height], **judge.about}
            for codec, setting in missing:
                size, read = codec.code(pixels, setting)
                for head in codec.heads:
                    row = {"bytes": size, **judge.row(read[head])}
                    results.add_row(pictures, codec, head, setting, name, row)
            results.write()
            count = len(pictures.paths)
            print(f"{pictures.name} {number}/{count} {name}: {len(missing)} files", flush=True)
