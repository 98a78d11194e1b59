"""Data sets on Ray: every source and target, resumption, failures, the table."""

import io
import json
import pathlib
import pickle
import tarfile
import threading
import time

import numpy as np
import pytest
from PIL import Image

import rdc

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

from rdc.dataset import _inputs, _run  # noqa: E402
from rdc.dataset._rows import Encode, Row  # noqa: E402


def png(number: int) -> bytes:
    """A small picture's file."""
    samples = np.add.outer(np.arange(32) * number, np.arange(32)).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(np.stack([samples] * 3, 2)).save(buffer, "PNG")
    return buffer.getvalue()


NAMES = [f"picture{number}" for number in range(6)]
FILES = [png(number) for number in range(5)] + [b"\x89PNG, cut off"]


@pytest.fixture(params=["folder", "tar", "parquet"])
def source(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> pathlib.Path:
    """Five pictures and a damaged one, in each kind of place."""
    pairs = list(zip(NAMES, FILES, strict=True))
    place = tmp_path / "source"
    place.mkdir()
    if request.param == "folder":
        (place / "7").mkdir()
        for name, data in pairs:
            (place / "7" / f"{name}.png").write_bytes(data)
    elif request.param == "tar":
        with tarfile.open(place / "a.tar", "w") as tar:
            for name, data in pairs:
                for kind, part in (("png", data), ("cls", b"7")):
                    member = tarfile.TarInfo(f"{name}.{kind}")
                    member.size = len(part)
                    tar.addfile(member, io.BytesIO(part))
    else:
        columns = {"name": NAMES, "image": FILES, "label": [7] * 6}
        parquet.write_table(pyarrow.table(columns), place / "a.parquet")
    return place


def done(source: pathlib.Path, target: pathlib.Path, **job: object) -> _run.Summary:
    """A run without Ray: the shards one after the other."""
    given = {"format": "parquet", "encodes": True, "settings": {}, "codec": {}, **job}
    work = _run.Job(str(target), **given)  # type: ignore[arg-type]
    (target / "_summaries").mkdir(parents=True, exist_ok=True)
    worker = _run.Worker(work)
    found = _inputs.shards(source, work.encodes, None, 4)
    for number, shard in enumerate(found):
        worker({"number": [number], "shard": [pickle.dumps(shard)]})
    return _run._total(work, len(found))


def rows(target: pathlib.Path) -> list[dict]:
    """All rows of a target's Parquet shards."""
    paths = sorted(target.glob("part-*.parquet"))
    return [row for path in paths for row in parquet.read_table(path).to_pylist()]


def test_every_source_gives_the_same_rows(
    source: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    settings = {"quality": 30}
    summary = done(source, tmp_path / "target", settings=settings)
    found = rows(tmp_path / "target")
    assert [pathlib.PurePath(row["name"]).name for row in found] == NAMES
    for row, data in zip(found[:5], FILES, strict=False):
        expected = rdc.Codec().encoder(**settings).encode_file(data)
        assert row["rdc"] == expected and row["bits"] == 8 * len(expected)
        assert (row["label"], row["width"], row["height"]) == ("7", 32, 32)
    assert found[5]["rdc"] is None and "PNG" in found[5]["error"]
    assert (summary.pictures, summary.failures) == (5, 1)
    assert summary.bits == sum(row["bits"] for row in found)
    assert "failures" in summary.table()


@pytest.mark.parametrize("format", ["parquet", "tar"])
def test_what_is_encoded_decodes(
    source: pathlib.Path, tmp_path: pathlib.Path, format: str
) -> None:
    done(source, tmp_path / "encoded", format=format)
    summary = done(
        tmp_path / "encoded",
        tmp_path / "decoded",
        encodes=False,
        settings={"head": "classification"},
    )
    assert (summary.pictures, summary.failures) == (5, 1)
    for row, data in zip(rows(tmp_path / "decoded"), FILES[:5], strict=False):
        with Image.open(io.BytesIO(row["picture"])) as image:
            file = rdc.Codec().encoder().encode_file(data)
            expected = rdc.decode(file, "classification")
            assert np.array_equal(np.asarray(image), expected)
        assert row["label"] == "7"


def test_a_set_becomes_a_row_a_picture(tmp_path: pathlib.Path) -> None:
    pictures = np.arange(3 * 784, dtype=np.uint8).reshape(3, 28, 28)
    (tmp_path / "set.rdc").write_bytes(rdc.encode(pictures))
    done(tmp_path / "set.rdc", tmp_path / "out", encodes=False)
    assert [row["name"] for row in rows(tmp_path / "out")] == [
        "set/0",
        "set/1",
        "set/2",
    ]


@pytest.mark.parametrize("name", ["cut.tar", "cut.parquet"])
def test_a_corrupt_shard_is_a_row(tmp_path: pathlib.Path, name: str) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / name).write_bytes(b"no shard at all" * 99)
    summary = done(tmp_path / "source", tmp_path / "target")
    (row,) = rows(tmp_path / "target")
    assert row["name"] == name and "corrupt shard" in row["error"]
    assert (summary.pictures, summary.failures) == (0, 1)


def test_a_worker_takes_any_bytes() -> None:
    work = Encode({})
    huge = b"GIF89a" + b"\xff" * 4 + bytes(3) + b"," + bytes(4) + b"\xff" * 4 + b"\0\2\0;"
    for data in (b"", b"text", b"\xff\xd8\xff\xe0 no JPEG", b"II*\0", huge, None):
        (row,) = work(Row("name", data))
        assert row.data is None and row.error


def test_runs_on_ray_and_resumes(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("ray")
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for name, data in zip(NAMES, FILES, strict=True):
        (source / f"{name}.png").write_bytes(data)
    arguments = {"encodes": True, "shard_size": 2, "workers": 1}
    first = _run.run(source, target, **arguments)
    assert (first.pictures, first.failures, first.done) == (5, 1, 5)
    before = {path.name: path.read_bytes() for path in target.glob("part-*")}
    # An interruption: one shard is not finished, and another one untouched.
    (target / "_summaries" / "00001.json").unlink()
    kept = (target / "part-00000.parquet").stat().st_mtime_ns
    again = _run.run(source, target, **arguments)
    assert (again.pictures, again.done) == (5, 2)
    assert (target / "part-00000.parquet").stat().st_mtime_ns == kept
    assert {path.name: path.read_bytes() for path in target.glob("part-*")} == before
    with pytest.raises(ValueError, match="another run"):
        _run.run(source, target, settings={"quality": 9}, **arguments)
    assert json.loads((target / "_summaries" / "00000.json").read_text())["pictures"] == 2


def test_killed_workers_lose_nothing_on_ray(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("ray")
    psutil = pytest.importorskip("psutil")
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    for number in range(40):
        (source / f"{number:02}.png").write_bytes(png(number))
    expected = tmp_path / "expected"
    done(source, expected)
    thread = threading.Thread(
        target=_run.run,
        args=(source, target),
        kwargs={"encodes": True, "shard_size": 4, "workers": 1},
    )
    thread.start()
    killed: set[int] = set()
    while thread.is_alive() and len(killed) < 2:
        for process in psutil.Process().children(recursive=True):
            try:
                title = " ".join(process.cmdline())
            except psutil.Error:
                continue
            if "ray::MapWorker" in title and process.pid not in killed:
                process.kill()
                killed.add(process.pid)
                break
        time.sleep(0.05)
    thread.join()
    assert len(killed) == 2
    assert not list(target.rglob(".*"))
    paths = sorted(path.name for path in expected.glob("part-*"))
    assert paths == sorted(path.name for path in target.glob("part-*"))
    for name in paths:
        assert (target / name).read_bytes() == (expected / name).read_bytes()
