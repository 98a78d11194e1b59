"""Shapes, rates, sets, reports and errors."""

import concurrent.futures
import os
import pathlib

import numpy as np
import pytest
from conftest import FIXTURES

import rdc


def drawn(*shape: int) -> np.ndarray:
    """A smooth picture."""
    axes = np.meshgrid(*(np.arange(size) for size in shape), indexing="ij")
    waves = sum(np.sin(axis / (3 + place)) for place, axis in enumerate(axes))
    return (128 + 40 * waves).clip(0, 255).astype(np.uint8)


def digits(count: int) -> np.ndarray:
    """A set of pictures of the digits' size."""
    return drawn(count, 28, 28)


@pytest.mark.parametrize("shape", [(30, 44), (30, 44, 3), (30, 44, 2), (30, 44, 4)])
def test_shapes_stay(shape: tuple[int, ...]) -> None:
    picture = drawn(*shape)
    decoded = rdc.decode(rdc.encode(picture, quality=90), head="distortion")
    assert decoded.shape == shape
    assert np.abs(decoded.astype(int) - picture).mean() < 12
    if shape[-1] in (2, 4):
        assert np.array_equal(decoded[..., -1], picture[..., -1])


def test_a_view_is_encoded_as_its_copy() -> None:
    picture = drawn(60, 90, 3)[::2, ::2]
    assert rdc.encode(picture) == rdc.encode(picture.copy())


def test_rates_are_met() -> None:
    picture = drawn(128, 160, 3)
    file = rdc.encode(picture, bpp=0.4)
    assert rdc.info(file)["bytes"] == len(file)
    assert len(rdc.encode(picture, size=900)) == pytest.approx(900, rel=0.02)
    assert len(rdc.encode(picture, quality=10)) < len(rdc.encode(picture, quality=80))


def test_a_set_becomes_an_archive() -> None:
    pictures = digits(7)
    file = rdc.encode(pictures)
    decoded = rdc.decode(file, head="distortion")
    assert decoded.shape == (7, 28, 28)
    for number in range(7):
        one = rdc.decode(file, head="distortion", pick=number)
        assert np.array_equal(one, decoded[number])
    labels = rdc.classify(file)
    assert [entry["picture"] for entry in labels] == list(range(7))
    assert sum(entry["probability"] for entry in labels[0]["probabilities"]) == (
        pytest.approx(1, abs=1e-5)
    )
    assert rdc.classify(file, pick=3)[0]["label"] == labels[3]["label"]


def test_seed_and_model_count() -> None:
    picture = digits(1)[0]
    assert rdc.encode(picture, seed=1) != rdc.encode(picture)
    assert rdc.info(rdc.encode(picture, model="photo"))["kind"] == "latent-field"


def test_models_are_listed() -> None:
    found = {model["name"]: model for model in rdc.models()}
    assert {"digits", "photo"} <= set(found)
    assert "perceptual" in found["photo"]["heads"]


def test_photos_state_what_was_seen(fixtures: pathlib.Path) -> None:
    file = (fixtures / "golden" / "scene-q60.rdc").read_bytes()
    assert rdc.classify(file)[0]["label"] in rdc.models()[1]["labels"]


def test_threads_share_codec_encoder_and_file() -> None:
    picture = drawn(48, 64, 3)
    codec = rdc.Codec(threads=1)
    encoder = codec.encoder(quality=30)
    expected = encoder.encode(picture)
    with codec.open(expected) as file:
        pixels = file.decode("classification")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            files = list(pool.map(encoder.encode, [picture] * 8))
            decoded = list(pool.map(file.decode, ["classification"] * 8))
    assert set(files) == {expected}
    assert all(np.array_equal(pixels, other) for other in decoded)


def test_a_forked_process_decodes() -> None:
    file = rdc.encode(drawn(70, 50, 3))
    shared = rdc.Codec(threads=3)
    expected = shared.open(file).decode()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        equal = np.array_equal(rdc.decode(file), expected) and np.array_equal(
            shared.open(file).decode(), expected
        )
        os.write(writer, b"equal" if equal else b"other")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == b"equal"
    assert os.waitpid(child, 0)[1] == 0


DAMAGED = [
    line.split("\t")
    for line in (FIXTURES / "damaged" / "errors.tsv").read_text().splitlines()
]


@pytest.mark.parametrize("name, message", DAMAGED, ids=[row[0] for row in DAMAGED])
def test_damage_is_an_exception_with_the_tools_message(
    name: str, message: str
) -> None:
    path = FIXTURES / "damaged" / name
    work = rdc.decode if name.endswith(".rdc") else rdc.encode
    with pytest.raises(rdc.Error) as caught:
        work(path)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["7-rung1", "scene-q20"])
def test_no_bytes_end_the_interpreter(name: str) -> None:
    file = (FIXTURES / "golden" / f"{name}.rdc").read_bytes()
    random = np.random.default_rng(1)
    for _ in range(60):
        altered = bytearray(file[: random.integers(len(file) + 1)])
        for place in random.integers(0, max(1, len(altered)), 3):
            if altered:
                altered[place] ^= 1 << random.integers(8)
        try:
            rdc.decode(bytes(altered), head="distortion")
        except rdc.Error as error:
            assert str(error)


@pytest.mark.parametrize(
    "picture, error",
    [
        (drawn(8, 8).astype(np.float32), rdc.PictureError),
        (np.zeros((0, 8), np.uint8), rdc.PictureError),
        (np.zeros(8, np.uint8), rdc.PictureError),
        (np.zeros((2, 8, 8, 5), np.uint8), rdc.PictureError),
        (np.zeros((2, 8, 8, 3), np.uint8), rdc.PictureError),
        (b"bytes", TypeError),
        (None, TypeError),
        ("no-such-file.png", FileNotFoundError),
    ],
)
def test_what_is_no_picture_is_refused(picture: object, error: type) -> None:
    with pytest.raises(error):
        rdc.encode(picture)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings, error",
    [
        ({"quality": 50, "bpp": 1}, rdc.ArgumentError),
        ({"quality": 101}, rdc.ArgumentError),
        ({"quality": float("nan")}, rdc.ArgumentError),
        ({"model": "none"}, rdc.ModelError),
        ({"model": "photo", "rung": 1}, rdc.RateError),
        ({"effort": 10}, rdc.ArgumentError),
        ({"seed": -1}, rdc.ArgumentError),
        ({"colour": 1}, TypeError),
    ],
)
def test_wrong_settings_are_refused(settings: dict, error: type) -> None:
    with pytest.raises(error):
        rdc.encode(drawn(16, 16, 3), **settings)


@pytest.mark.parametrize(
    "reading",
    [{"head": "prettiest"}, {"strength": 1.5}, {"pick": 1}, {"pick": -1}],
)
def test_wrong_readings_are_refused(reading: dict) -> None:
    file = rdc.encode(drawn(16, 16, 3))
    with pytest.raises(rdc.ArgumentError):
        rdc.decode(file, **reading)


def test_limits_hold() -> None:
    narrow = rdc.Codec(max_pixels=100)
    with pytest.raises(rdc.LimitError):
        narrow.encode(drawn(16, 16, 3))
    with pytest.raises(rdc.LimitError):
        narrow.open(rdc.encode(drawn(16, 16, 3)))
    poor = rdc.Codec(max_memory=1 << 20)
    with pytest.raises(rdc.LimitError):
        poor.encode(drawn(256, 256, 3))


def test_a_closed_file_is_refused() -> None:
    file = rdc.Codec().open(rdc.encode(drawn(16, 16, 3)))
    file.close()
    with pytest.raises(ValueError, match="closed"):
        file.decode()
    with pytest.raises(TypeError):
        rdc.decode(5)  # type: ignore[arg-type]
