"""The same bytes and pixels as the program `rdc`, which made the golden files."""

import io
import pathlib
import re

import numpy as np
import pytest
from conftest import FIXTURES
from PIL import Image

import rdc

GOLDEN = FIXTURES / "golden"
#: NAME.HEAD.png or NAME.HEAD-STRENGTH.png.
DECODED = re.compile(r"(.+)\.([a-z]+)(?:-([0-9.]+))?\.png")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.rdc")), ids=lambda p: p.stem)
def test_encodes_the_golden_bytes(path: pathlib.Path) -> None:
    name, _, rate = path.stem.partition("-")
    if name == "scene":
        source = FIXTURES / "photos" / "scene.png"
        file = rdc.encode(source, quality=int(rate.removeprefix("q")))
    else:
        source = FIXTURES / "digits" / f"{name}.png"
        file = rdc.encode(source, rung=int(rate.removeprefix("rung")))
    assert file == path.read_bytes()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.png")), ids=lambda p: p.stem)
def test_decodes_the_golden_pixels(path: pathlib.Path) -> None:
    match = DECODED.fullmatch(path.name)
    assert match is not None
    file = GOLDEN / f"{match[1]}.rdc"
    strength = float(match[3] or 1)
    with rdc.Codec().open(file) as opened:
        assert opened.png(match[2], strength) == path.read_bytes()
    with Image.open(path) as image:
        assert np.array_equal(rdc.decode(file, match[2], strength), np.asarray(image))


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(threads: int, fixtures: pathlib.Path) -> None:
    codec = rdc.Codec(threads=threads)
    file = codec.encode(fixtures / "photos" / "scene.png", quality=20)
    assert file == (GOLDEN / "scene-q20.rdc").read_bytes()


def test_an_array_and_an_image_give_the_same_bytes(fixtures: pathlib.Path) -> None:
    path = fixtures / "digits" / "7.png"
    with Image.open(path) as image:
        assert rdc.encode(image) == rdc.encode(np.asarray(image)) == rdc.encode(path)


def test_files_that_pillow_reads_are_encoded(tmp_path: pathlib.Path) -> None:
    samples = np.arange(32 * 40 * 3, dtype=np.uint8).reshape(32, 40, 3)
    Image.fromarray(samples).save(tmp_path / "photo.bmp")
    assert rdc.encode(tmp_path / "photo.bmp") == rdc.encode(samples)


def test_decoded_png_is_readable(fixtures: pathlib.Path) -> None:
    with rdc.Codec().open(GOLDEN / "7-rung0.rdc") as file:
        with Image.open(io.BytesIO(file.png())) as image:
            assert image.size == (28, 28)
