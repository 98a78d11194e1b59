"""The benchmark: a codec in Python is measured, goes on from its file, and is compared."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rdc_trainer.photo_benchmark.anchors import jpeg
from rdc_trainer.photo_benchmark.candidate import Candidate
from rdc_trainer.photo_benchmark.codec import Code, Codec, Coded
from rdc_trainer.photo_benchmark.figures import draw_all
from rdc_trainer.photo_benchmark.measure import benchmark
from rdc_trainer.photo_benchmark.picture_sets import PictureSet
from rdc_trainer.photo_benchmark.results import Results
from rdc_trainer.photo_benchmark.sizes import Sizes
from rdc_trainer.photo_benchmark.tables import END, START, tables, write_curves, write_tables
from rdc_trainer.results_file import ResultsError


def quantizer(calls: list[float] | None = None) -> Code:
    """Two heads: levels rounded to the nearest place, and to the place below."""

    def code(pixels: np.ndarray, quality: float) -> Coded:
        if calls is not None:
            calls.append(quality)
        step = 128 // (1 + int(quality))
        down = pixels // step * step
        return int(pixels.size * quality / 100), {
            "near": (down + step // 2).astype(np.uint8), "below": down.astype(np.uint8)
        }  # fmt: skip

    return code


def factory(argument: str) -> Code:
    """What ``--candidate`` names."""
    assert argument == "weights:a.pt"
    return quantizer()


def codec(code: Code, tool: str = "first") -> Codec:
    return Codec("toy", tool, "", (3, 6, 12), (5,), code, ("near", "below"))


@pytest.fixture
def photos(tmp_path: Path, picture: np.ndarray, coarse: np.ndarray) -> PictureSet:
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.fromarray(picture).save(folder / "a.png")
    Image.fromarray(coarse).save(folder / "b.png")
    return PictureSet.photos("set", folder)


def test_what_is_measured_is_not_measured_again(tmp_path: Path, photos: PictureSet) -> None:
    calls: list[float] = []
    path = tmp_path / "results.json"
    benchmark(Results(path), [photos.part(1, 1)], [codec(quantizer(calls))])
    assert calls == [3, 6, 12]
    benchmark(Results.resume(path), [photos], [codec(quantizer(calls))])
    assert calls == [3, 6, 12] * 2  # the second picture alone
    benchmark(Results.resume(path), [photos], [codec(quantizer(calls), tool="second")])
    assert calls == [3, 6, 12] * 4  # another version: all anew
    results = Results.read(path)
    assert results.curves("set") == ["toy near", "toy below"]
    assert results.pictures("set", "toy near") == {"a", "b"}


def test_candidates_are_compared_with_anchors_of_another_file(
    tmp_path: Path, photos: PictureSet
) -> None:
    anchors = Results(tmp_path / "anchors.json")
    benchmark(anchors, [photos.part(1, 1)], [jpeg()])
    results = Results(tmp_path / "candidate.json")
    benchmark(results, [photos], [codec(quantizer())])
    text = tables(results, anchors)
    assert "| toy, near head | JPEG, progressive |" in text
    assert "set, 1 pictures, at equal rates:" in text  # both files have the first alone
    assert "progressive, optimize" in text and "-0" not in text


def test_classes_stand_beside_those_of_the_originals(
    tmp_path: Path, picture: np.ndarray
) -> None:
    (tmp_path / "test").mkdir()
    Image.fromarray(picture).save(tmp_path / "test" / "a.png")
    (tmp_path / "test.tsv").write_text("a.png\t7\n")
    results = Results(tmp_path / "results.json")
    benchmark(results, [PictureSet.classes("c", tmp_path / "test.tsv")], [codec(quantizer())])
    assert results.sets["c"]["columns"] == ("bytes", "top1", "nats")
    assert results.sets["c"]["pictures"]["a"]["class"] == 7
    assert "top-1 by EfficientNet-lite1" in tables(results)
    (tmp_path / "test.tsv").write_text("a.png seven\n")
    with pytest.raises(ValueError, match="FILE<tab>CLASS"):
        PictureSet.classes("c", tmp_path / "test.tsv")


def small_results(path: Path) -> Results:
    """Two pictures and one point of two curves, as a file holds them."""
    results = Results(path)
    columns = ["bytes", "psnr", "msssim", "ssimulacra2", "lpips", "dists"]
    columns += ["flatSquare", "borderStep", "insideStep"]

    def curve(factor: float) -> dict:
        points = {}
        for quality in (1, 2, 4, 8):
            row = [0, 30 + quality, 1 - 0.1 / quality, 10 * quality, 1 / quality, 0.5 / quality]
            a, b = [int(100 * factor * quality), *row[1:]], [int(300 * factor * quality), *row[1:]]
            points[str(quality)] = {"a": [*a, 1.0, 2.0, 1.0], "b": [*b, 5.0, 4.0, 3.0]}
        return {"tool": "tool", "options": "none", "points": points}

    results.content["sets"]["set"] = {
        "kind": "photos", "columns": columns,
        "pictures": {
            "a": {"size": [100, 100], "flatBlocks": 3}, "b": {"size": [200, 100], "flatBlocks": 1}
        },
        "codecs": {"rdc distortion": curve(0.9), "avif-psnr": curve(1.0)},
    }  # fmt: skip
    return results


def test_means_are_over_pictures_and_flat_places_over_blocks(tmp_path: Path) -> None:
    results = small_results(tmp_path / "results.json")
    point = results.points("set", "avif-psnr")["1"]
    assert point["bpp"] == pytest.approx((800 / 10000 + 2400 / 20000) / 2)
    assert point["psnr"] == 31
    assert point["flatSquare"] == pytest.approx((3 * 1 + 5) / 4)
    assert point["borderStep"] / point["insideStep"] == pytest.approx((6 + 4) / (3 + 3))
    only = results.points("set", "avif-psnr", ["b"])["1"]
    assert only["bpp"] == pytest.approx(2400 / 20000)


def test_settings_on_their_way_do_not_count(tmp_path: Path) -> None:
    results = small_results(tmp_path / "results.json")
    points = results.sets["set"]["codecs"]["avif-psnr"]["points"]
    points["16"] = {"a": points["8"]["a"]}
    assert results.pictures("set", "avif-psnr") == {"a", "b"}
    assert list(results.points("set", "avif-psnr")) == ["1", "2", "4", "8"]
    assert "16" in results.points("set", "avif-psnr", ["a"])
    assert tables(results).count("\N{MINUS SIGN}10.0 %") == 10


def test_tables_of_a_results_file(tmp_path: Path) -> None:
    results = small_results(tmp_path / "results.json")
    text = tables(results)
    rows = [line for line in text.splitlines() if line.startswith("| rdc, distortion head")]
    assert rows[0].count("\N{MINUS SIGN}10.0 %") == 5, "a tenth less by every figure"
    report = tmp_path / "README.md"
    report.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    write_tables(results, report)
    assert report.read_text() == f"before\n{START}\n\n{text}\n\n{END}\nafter\n"
    report.write_text("no marks")
    with pytest.raises(ResultsError, match="the marks"):
        write_tables(results, report)


def test_a_results_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    results = small_results(tmp_path / "results.json")
    results.write()
    assert Results.read(results.path).content == json.loads(json.dumps(results.content))
    content = json.loads(results.path.read_text())
    results.path.write_text(json.dumps({**content, "version": 1}))
    with pytest.raises(ResultsError, match="version 1, this code reads version 2"):
        Results.resume(results.path)
    results.path.write_text(json.dumps({**content, "figures": {}}))
    with pytest.raises(ResultsError, match="figures of other packages"):
        Results.resume(results.path)


def test_equal_results_give_equal_figures(tmp_path: Path) -> None:
    results = small_results(tmp_path / "results.json")
    first, second = (draw_all(results, tmp_path / name) for name in "ab")
    assert len(first) == 10
    for one, other in zip(first, second):
        assert one.read_bytes() == other.read_bytes()
    svg = (tmp_path / "a" / "photo-dists.svg").read_text()
    assert "rdc, distortion head" in svg and "AVIF, tune psnr" in svg
    with pytest.raises(ResultsError, match="no picture"):
        draw_all(Results(tmp_path / "empty.json"), tmp_path)


def test_curves_are_written_for_measure(tmp_path: Path) -> None:
    paths = write_curves(small_results(tmp_path / "results.json"), tmp_path)
    assert [path.name for path in paths] == ["set-rdc-distortion.json", "set-avif-psnr.json"]
    content = json.loads(paths[1].read_text())
    assert content["name"] == "AVIF, tune psnr (tool)"
    assert [round(point["bpp"], 3) for point in content["points"]] == [0.1, 0.2, 0.4, 0.8]


def test_a_candidate_is_named_on_the_command_line() -> None:
    candidate = Candidate.parse(f"toy={__name__}:factory:weights:a.pt")
    made = candidate.codec(["near"], [3, 6])
    assert (made.name, made.heads, made.settings) == ("toy", ("near",), (3, 6))
    assert made.code(np.zeros((2, 2, 3), np.uint8), 50)[0] == 6
    with pytest.raises(Exception, match="is not NAME=MODULE:FACTORY"):
        Candidate.parse("toy=module")


def test_sizes_are_searched_without_coding_twice() -> None:
    calls: list[float] = []
    sizes = Sizes(codec(quantizer(calls)), np.zeros((10, 10, 3), np.uint8))
    assert sizes.not_below(60) == 20 and sizes.nearest(61) == 20 and sizes.nearest(62.5) == 21
    assert sizes.not_below(1e9) == 100 and sizes.nearest(-5) == 0
    assert len(calls) == len(set(calls))
