"""Sheets of crops: where they are cut, and what stands beside what."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rdc_trainer.photo_benchmark.anchors import jpeg
from rdc_trainer.photo_benchmark.codec import Codec, Coded
from rdc_trainer.photo_benchmark.crops import GAP, LINE, busiest, draw_sheet, parse_place, rows_of


def inverted(pixels: np.ndarray, quality: float) -> Coded:
    """A codec whose second head shows the negative."""
    return int(quality * pixels.size / 800), {"plain": pixels, "negative": 255 - pixels}


OURS = Codec("toy", "toy", "", (), (), inverted, ("plain", "negative"))


def test_a_place_may_be_given_after_the_name() -> None:
    assert parse_place(Path("a/b.png@8,16")) == (Path("a/b.png"), (8, 16))
    assert parse_place(Path("a/b.png")) == (Path("a/b.png"), None)
    with pytest.raises(ValueError, match="not X,Y"):
        parse_place(Path("b.png@8"))


def test_the_busiest_place_has_the_texture(picture: np.ndarray) -> None:
    x, y = busiest(picture, 64)
    assert abs(x - 100) <= 8 and y <= 8  # the fixture's noise begins at column 100, row 0


def test_a_row_shows_all_codecs_at_one_rate(tmp_path: Path, picture: np.ndarray) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(picture).save(path)
    place = path.with_name("a.png@10,20")
    (row,) = rows_of(place, OURS, [jpeg()], 32, [0.6])
    texts = [text for _, text in row]
    assert texts[0] == "a @10,20" and texts[2] == "plain 0.600 bpp"
    assert texts[1].startswith("JPEG, progressive 0.6")  # at least the size of ours
    cut = picture[20:52, 10:42]
    assert (row[0][0] == cut).all() and (row[2][0] == cut).all()
    assert (row[3][0] == 255 - cut).all()


def test_a_sheet_holds_every_row_and_column(tmp_path: Path, picture: np.ndarray) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in "ab":
        Image.fromarray(picture).save(folder / f"{name}.png")
    draw_sheet([folder], OURS, [], 32, [0.3, 0.6], tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (3 * (32 + GAP) + GAP, 4 * (32 + GAP + LINE) + GAP)
    with pytest.raises(ValueError, match="smaller than the crop of 200 pixels"):
        draw_sheet([folder], OURS, [], 200, [0.3], tmp_path / "sheet.png")
