"""The reference decoder reads what the tool writes, and refuses what it refuses."""

from __future__ import annotations

import json
import os
import random
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import zstandard
from PIL import Image

from rdc_reference import philox, tables
from rdc_reference.conformance.range_encoder import RangeEncoder
from rdc_reference.conformance.tool import Tool
from rdc_reference.decoder import Decoder
from rdc_reference.errors import Refused
from rdc_reference.float32 import fma, rounded
from rdc_reference.pack import Pack
from rdc_reference.range_coder import RangeDecoder
from rdc_reference.sections import names

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "Fixtures/golden"
CONFORMANCE = ROOT / "Fixtures/conformance"
INDEX = json.loads((CONFORMANCE / "index.json").read_text())
VECTORS = json.loads((CONFORMANCE / "vectors.json").read_text())

# All files take minutes; these are the ones for every day.
EVERY = os.environ.get("RDC_CONFORMANCE") == "all"


@cache
def pack(name: str) -> Pack:
    return Pack(ROOT / f"Sources/EmbeddedModels/packs/{name}.rdcpack")


def decoder(path: Path) -> Decoder:
    return Decoder(path.read_bytes(), [pack("digits"), pack("photo")])


def is_for_every_day(entry: dict) -> bool:
    pixels = entry["pictures"] * entry["width"] * entry["height"]
    return EVERY or pixels <= (30 * 784 if entry["model"] == "digits" else 1024)


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


READ = [entry for entry in INDEX["accepted"] if is_for_every_day(entry)]


def readings(entry: dict) -> list[tuple[str, str, str]]:
    """Head, strength and digest of each reading of an entry."""
    parted = ((name.partition(" "), digest) for name, digest in entry["heads"].items())
    return [(head, strength or "1", digest) for (head, _, strength), digest in parted]


@pytest.mark.parametrize("entry", READ, ids=by_file)
def test_conformance_files_have_their_digests(entry: dict):
    read = decoder(CONFORMANCE / entry["file"])
    assert read.names == entry.get("names")
    for head, strength, digest in readings(entry):
        assert read.digest(head, float(strength)) == digest


@pytest.mark.parametrize("entry", INDEX["refused"], ids=by_file)
def test_conformance_files_are_refused_for_their_reason(entry: dict):
    with pytest.raises(Refused) as error:
        decoder(CONFORMANCE / entry["file"])
    assert error.value.reason == entry["reason"]


@pytest.mark.skipif("RDC" not in os.environ, reason="RDC names no built tool")
class TestTool:
    """The built tool against the conformance files."""

    @pytest.mark.parametrize("entry", INDEX["accepted"], ids=by_file)
    def test_reads_files_to_their_digests(self, entry: dict):
        tool = Tool(Path(os.environ["RDC"]))
        if "names" in entry:
            assert tool.names(CONFORMANCE / entry["file"]) == entry["names"]
        for head, strength, digest in readings(entry):
            samples, alpha = tool.samples(CONFORMANCE / entry["file"], head, strength)
            assert sha256(samples).hexdigest() == digest
            assert (alpha and sha256(alpha).hexdigest()) == entry.get("alpha")

    @pytest.mark.parametrize("entry", INDEX["refused"], ids=by_file)
    def test_refuses_files_with_their_errors(self, entry: dict):
        tool = Tool(Path(os.environ["RDC"]))
        assert tool.error(CONFORMANCE / entry["file"]) == entry["error"]


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


def framed(text: bytes) -> dict[int, bytes]:
    """A section of names."""
    return {6: zstandard.ZstdCompressor(write_content_size=True).compress(text)}


def test_names_are_read():
    assert names(framed("d2\nd10\né3\n".encode()), 3) == ["d2", "d10", "é3"]
    assert names({}, 3) is None


@pytest.mark.parametrize(
    "text",
    ["a\n", "a\nb", "a\nb\nc\n", "\na\n", "..\na\n", "a/b\nc\n", "a\\b\nc\n"]
    + ["a\nA\n", "\x1b\na\n", "\u202ea\nb\n", "é" * 121 + "\na\n", "\udcff\na\n"],
)
def test_names_that_are_unfit_are_refused(text: str):
    with pytest.raises(Refused):
        names(framed(text.encode(errors="surrogateescape")), 2)


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


def test_only_what_an_encoder_writes_is_read():
    starts = tables.starts([5, 1, 90])
    generator = random.Random(2)
    read = 0
    for _ in range(2000):
        payload = generator.randbytes(generator.randrange(4))
        coder, encoder = RangeDecoder(payload), RangeEncoder()
        try:
            for _ in range(8):
                encoder.write(coder.symbol(starts), starts, 1 << 16)
            coder.finish()
        except Refused:
            continue
        finally:
            canonical = encoder.payload()
        assert canonical == payload
        read += 1
    assert read > 50


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

    generator = np.random.default_rng(5)
    low = generator.integers(-2, 3, 400) * 2.0 ** generator.integers(-70, -30, 400)
    middle = 1 + (generator.integers(0, 1 << 23, 400) + 0.5) * 2.0**-23
    addend = np.where(generator.integers(0, 2, 400) == 1, middle, -middle)
    for total, p, a in zip(rounded(low, addend), low, addend, strict=True):
        exact = Fraction(float(p)) + Fraction(float(a))
        near = [np.nextafter(total, np.float32(s)) for s in (-np.inf, np.inf)]
        distance = abs(Fraction(float(total)) - exact)
        for other in near:
            away = abs(Fraction(float(other)) - exact)
            even = total.view(np.uint32) % 2 == 0
            assert distance < away or (distance == away and even)
