"""Pillow's own habits of opening and saving."""

import io
import pathlib

import numpy as np
import pytest
from PIL import Image, ImageCms

import rdc
import rdc.pillow


@pytest.fixture
def image() -> Image.Image:
    """A smooth picture."""
    row = np.arange(48, dtype=np.uint8)
    samples = np.stack([row * np.ones((40, 1), np.uint8) * scale for scale in (1, 2, 4)])
    return Image.fromarray(samples.transpose(1, 2, 0).copy())


@pytest.fixture
def path(image: Image.Image, tmp_path: pathlib.Path) -> pathlib.Path:
    """The picture's file."""
    image.save(tmp_path / "picture.rdc", quality=70)
    return tmp_path / "picture.rdc"


def test_opens_what_it_saved(image: Image.Image, path: pathlib.Path) -> None:
    assert path.read_bytes() == rdc.encode(image, quality=70)
    with Image.open(path) as opened:
        assert (opened.format, opened.mode, opened.size) == ("RDC", "RGB", image.size)
        assert opened.get_format_mimetype() == "image/x-rdc"
        assert np.array_equal(np.asarray(opened), rdc.decode(path))


def test_pixels_wait_until_they_are_asked_for(path: pathlib.Path) -> None:
    with Image.open(path) as opened:
        opened.head = "distortion"
        assert opened.tile
        first = np.asarray(opened)
        assert not opened.tile
        opened.head, opened.strength = "perceptual", 0.5
        second = np.asarray(opened)
    assert np.array_equal(first, rdc.decode(path, "distortion"))
    assert np.array_equal(second, rdc.decode(path, "perceptual", 0.5))


def test_file_objects_are_read_and_written(image: Image.Image) -> None:
    buffer = io.BytesIO()
    image.save(buffer, "RDC", bpp=2)
    buffer.seek(0)
    with Image.open(buffer) as opened:
        opened.load()
    assert not buffer.closed


def test_a_copy_outlives_the_file(path: pathlib.Path) -> None:
    with Image.open(path) as opened:
        copy = opened.convert("L")
    assert copy.getpixel((3, 3)) is not None


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "1", "P"])
def test_modes(mode: str, image: Image.Image) -> None:
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, "RDC")
    with Image.open(buffer) as opened:
        assert opened.mode == {"1": "L", "P": "RGB"}.get(mode, mode)
        opened.load()


@pytest.mark.parametrize("mode", ["CMYK", "F", "I;16"])
def test_other_modes_are_refused(mode: str, image: Image.Image) -> None:
    with pytest.raises(OSError, match="convert it"):
        Image.new(mode, (8, 8)).save(io.BytesIO(), "RDC")


def test_profile_and_exif_stay_both_ways(
    image: Image.Image, tmp_path: pathlib.Path
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = image.getexif()
    exif[0x010E] = "a drawn picture"
    image.save(tmp_path / "with.rdc", icc_profile=profile, exif=exif)
    with Image.open(tmp_path / "with.rdc") as opened:
        assert opened.info["icc_profile"] == profile
        assert opened.getexif()[0x010E] == "a drawn picture"
        opened.save(tmp_path / "with.png")
        opened.save(tmp_path / "again.rdc")
    with Image.open(tmp_path / "with.png") as opened:
        assert opened.info["icc_profile"] == profile
    with rdc.Codec().open(tmp_path / "again.rdc") as file:
        assert file.icc == profile and file.exif.startswith((b"II", b"MM"))
    bare = rdc.encode(tmp_path / "with.png", strip=True)
    assert rdc.Codec().open(bare).icc == b""


def test_a_profile_that_is_none_is_refused(image: Image.Image) -> None:
    with pytest.raises(OSError, match="profile"):
        image.save(io.BytesIO(), "RDC", icc_profile=b"no profile")


def test_truncated_input_is_an_os_error(path: pathlib.Path) -> None:
    data = path.read_bytes()
    for end in (1, 5, len(data) // 2, len(data) - 1):
        with pytest.raises(OSError):
            with Image.open(io.BytesIO(data[:end])) as opened:
                opened.load()


def test_an_unknown_head_is_an_os_error(path: pathlib.Path) -> None:
    with Image.open(path) as opened:
        opened.head = "prettiest"
        with pytest.raises(OSError, match="prettiest"):
            opened.load()


def test_a_set_has_frames() -> None:
    pictures = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
    file = rdc.encode(pictures)
    with Image.open(io.BytesIO(file)) as opened:
        assert opened.n_frames == 3
        opened.seek(2)
        assert opened.tell() == 2
        assert np.array_equal(np.asarray(opened), rdc.decode(file, pick=2))
        with pytest.raises(EOFError):
            opened.seek(3)
