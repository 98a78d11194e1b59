"""The data set, read from every kind of source."""

import io
import pathlib
import pickle
import tarfile

import numpy as np
import pytest

import rdc

torch = pytest.importorskip("torch")
parquet = pytest.importorskip("pyarrow.parquet")
pyarrow = pytest.importorskip("pyarrow")

from rdc.torch import Pictures  # noqa: E402

LABELS = [3, 1, 2]


@pytest.fixture
def files() -> list[bytes]:
    """Three digits, a file each."""
    pictures = np.arange(3 * 784, dtype=np.uint8).reshape(3, 28, 28)
    return [rdc.encode(picture) for picture in pictures]


@pytest.fixture(params=["folder", "tar", "parquet"])
def place(
    request: pytest.FixtureRequest, files: list[bytes], tmp_path: pathlib.Path
) -> pathlib.Path:
    """The same files in each kind of place."""
    rows = list(zip(["a", "b", "c"], files, LABELS, strict=True))
    if request.param == "folder":
        for name, file, label in rows:
            (tmp_path / str(label)).mkdir()
            (tmp_path / str(label) / f"{name}.rdc").write_bytes(file)
        return tmp_path
    if request.param == "tar":
        with tarfile.open(tmp_path / "shard.tar", "w") as tar:
            for name, file, label in rows:
                for kind, data in (("rdc", file), ("cls", str(label).encode())):
                    member = tarfile.TarInfo(f"{name}.{kind}")
                    member.size = len(data)
                    tar.addfile(member, io.BytesIO(data))
        return tmp_path / "shard.tar"
    columns = {"name": [row[0] for row in rows], "rdc": files, "label": LABELS}
    path = tmp_path / "shard.parquet"
    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)
    return path


@pytest.mark.parametrize("workers", [0, 2])
def test_every_source_and_worker_reads_the_same(
    place: pathlib.Path, files: list[bytes], workers: int
) -> None:
    data = Pictures(place, head="classification")
    loader = torch.utils.data.DataLoader(data, batch_size=3, num_workers=workers)
    (pictures, labels), = list(loader)
    assert pictures.dtype == torch.uint8 and pictures.shape == (3, 1, 28, 28)
    expected = {
        label: rdc.decode(file, "classification")
        for label, file in zip(LABELS, files, strict=True)
    }
    assert sorted(labels.tolist()) == sorted(LABELS)
    for picture, label in zip(pictures, labels.tolist(), strict=True):
        assert np.array_equal(picture[0].numpy(), expected[label])


def test_an_archive_is_its_pictures(tmp_path: pathlib.Path) -> None:
    pictures = np.arange(5 * 784, dtype=np.uint8).reshape(5, 28, 28)
    (tmp_path / "set.rdc").write_bytes(rdc.encode(pictures))
    data = Pictures(tmp_path / "set.rdc", "distortion", labels=range(5))
    assert len(data) == 5
    decoded = rdc.decode(tmp_path / "set.rdc", "distortion")
    again = pickle.loads(pickle.dumps(data))
    for number in (4, 0, -1):
        picture, label = again[number]
        assert np.array_equal(picture[0].numpy(), decoded[number])
        assert label == number % 5
    with pytest.raises(IndexError):
        data[5]


def test_bad_sources_are_refused(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        Pictures(tmp_path / "none")
    with pytest.raises(ValueError, match="no .rdc file"):
        Pictures(tmp_path)
    (tmp_path / "text.tar").write_bytes(b"no tar")
    with pytest.raises(ValueError):
        Pictures(tmp_path / "text.tar")
    (tmp_path / "cut.rdc").write_bytes(b"\xdc\x72")
    with pytest.raises(rdc.FileError, match="cut.rdc"):
        Pictures(tmp_path / "cut.rdc")
    (tmp_path / "cut.rdc").write_bytes(rdc.encode(np.zeros((28, 28), np.uint8)))
    with pytest.raises(ValueError, match="2 labels"):
        Pictures(tmp_path / "cut.rdc", labels=[1, 2])
    with pytest.raises(rdc.ArgumentError, match="cut.rdc"):
        Pictures(tmp_path / "cut.rdc", head="none")[0]
