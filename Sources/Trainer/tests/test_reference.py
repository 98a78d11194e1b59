"""The reference decoder reads what the tool writes, and refuses what it refuses."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rdc_reference import philox, tables
from rdc_reference.conformance.drawn import Chooser
from rdc_reference.conformance.range_encoder import RangeEncoder
from rdc_reference.decoder import Decoder
from rdc_reference.errors import Refused
from rdc_reference.float32 import fma, rounded
from rdc_reference.pack import Pack
from rdc_reference.range_coder import RangeDecoder

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "Fixtures/golden"
CONFORMANCE = ROOT / "Fixtures/conformance"
INDEX = json.loads((CONFORMANCE / "index.json").read_text())
VECTORS = json.loads((CONFORMANCE / "vectors.json").read_text())

# All files take a quarter of an hour; these are the ones for every day.
EVERY = os.environ.get("RDC_CONFORMANCE") == "all"


@cache
def pack(name: str) -> Pack:
    return Pack(ROOT / f"Sources/EmbeddedModels/packs/{name}.rdcpack")


def decoder(path: Path) -> Decoder:
    return Decoder(path.read_bytes(), [pack("digits"), pack("photo")])


def is_for_every_day(entry: dict) -> bool:
    small = entry["width"] * entry["height"] <= 1024
    return EVERY or entry["model"] == "digits" or small


def by_file(entry: dict) -> str:
    return entry["file"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("?-*.png")), ids=lambda p: p.stem)
def test_digits_have_the_golden_pixels(path: Path):
    stem, reading = path.stem.split(".", 1)
    head, _, strength = reading.partition("-")
    samples = decoder(GOLDEN / f"{stem}.rdc").samples(head, float(strength or 1))
    assert np.array_equal(samples[0, ..., 0], np.asarray(Image.open(path)))


def test_a_photo_has_the_golden_pixels():
    samples = decoder(GOLDEN / "scene-q20.rdc").samples("distortion")
    golden = Image.open(GOLDEN / "scene-q20.distortion.png")
    assert np.array_equal(samples[0], np.asarray(golden))


@pytest.mark.parametrize(
    "entry", filter(is_for_every_day, INDEX["accepted"]), ids=by_file
)
def test_conformance_files_have_their_digests(entry: dict):
    read = decoder(CONFORMANCE / entry["file"])
    digests = dict(entry["heads"])
    if entry["model"] != "digits" and not EVERY:
        digests = {"distortion": digests["distortion"]}
    for name, digest in digests.items():
        head, _, strength = name.partition(" ")
        assert read.digest(head, float(strength or 1)) == digest


@pytest.mark.parametrize("entry", INDEX["refused"], ids=by_file)
def test_conformance_files_are_refused_for_their_reason(entry: dict):
    with pytest.raises(Refused) as error:
        decoder(CONFORMANCE / entry["file"])
    assert error.value.reason == entry["reason"]


def damaged() -> list[str]:
    table = (ROOT / "Fixtures/damaged/errors.tsv").read_text().splitlines()
    return [line.split("\t")[0] for line in table if ".rdc\t" in line]


REASONS = {
    "checksum": "cut-payload extra-byte flipped-model flipped-payload photo-cut "
    "photo-flipped",
    "magic": "empty flipped-magic text",
    "cut": "cut-header",
    "parity": "flipped-flags",
    "model": "retired-photo",
}


@pytest.mark.parametrize("name", damaged())
def test_damaged_files_are_refused(name: str):
    with pytest.raises(Refused) as error:
        decoder(ROOT / "Fixtures/damaged" / name)
    assert name.removesuffix(".rdc") in REASONS[error.value.reason].split()


def test_the_generator_gives_the_vectors():
    for v in VECTORS["generator"]:
        block = np.array([v["block"]])
        words = philox.blocks(int(v["seed"]), block, int(v["picture"]), v["stream"])[0]
        assert [f"{word:08x}" for word in words] == v["words"]


def test_weights_normalise_to_the_vectors():
    for v in VECTORS["frequencies"]:
        assert tables.frequencies(v["weights"]) == v["frequencies"]
        assert sum(v["frequencies"]) == 1 << 16


def test_payloads_of_the_vectors_are_read_and_written():
    for v in VECTORS["coder"]:
        starts = tables.starts(v["weights"]) if v["weights"] else []
        payload = bytes.fromhex(v["payload"])
        coder, encoder = RangeDecoder(payload), RangeEncoder()
        for symbol in v["symbols"]:
            assert coder.symbol(starts) == symbol
            encoder.write(symbol, starts, 1 << 16)
        coder.finish()
        assert encoder.payload() == payload


def test_any_other_payload_is_refused():
    starts = tables.starts([5, 1, 90])
    symbols = [0, 2, 1, 2, 2, 2, 0, 1, 2, 2]
    queue = iter(symbols)
    writer = Chooser(lambda starts, total: next(queue))
    assert [writer.symbol(starts) for _ in symbols] == symbols
    writer.finish()
    wrong = [writer.payload + b"\0", writer.payload[:-1], writer.payload + b"\x80"]
    wrong += [
        writer.payload[:-1] + bytes([writer.payload[-1] ^ 1 << i]) for i in range(8)
    ]
    for payload in wrong:
        coder = RangeDecoder(payload)
        with pytest.raises(Refused):
            assert [coder.symbol(starts) for _ in symbols] == symbols
            coder.finish()


def test_multiply_adds_are_rounded_once():
    for v in VECTORS["multiplyAdds"]:
        a, b, c = (
            np.array([int(v[name], 16)], np.uint32).view(np.float32) for name in "abc"
        )
        with np.errstate(over="ignore"):
            assert f"{fma(a, b, c).view(np.uint32)[0]:08x}" == v["result"]


def test_sums_are_rounded_like_exact_fractions():
    """Products and addends whose sums lie next to half-way points of float32."""
    from fractions import Fraction

    random = np.random.default_rng(5)
    low = random.integers(-2, 3, 400) * 2.0 ** random.integers(-70, -30, 400)
    middle = 1 + (random.integers(0, 1 << 23, 400) + 0.5) * 2.0**-23
    addend = np.where(random.integers(0, 2, 400) == 1, middle, -middle)
    for total, p, a in zip(rounded(low, addend), low, addend, strict=True):
        exact = Fraction(float(p)) + Fraction(float(a))
        near = [np.nextafter(total, np.float32(s)) for s in (-np.inf, np.inf)]
        distance = abs(Fraction(float(total)) - exact)
        for other in near:
            away = abs(Fraction(float(other)) - exact)
            even = total.view(np.uint32) % 2 == 0
            assert distance < away or (distance == away and even)
