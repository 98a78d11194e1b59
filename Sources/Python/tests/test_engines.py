"""The same work on Dask and on Spark, each on this machine alone."""

import functools
import pathlib
import shutil
import sys

import numpy as np
import pytest

import rdc

pandas = pytest.importorskip("pandas")

from rdc.dataset import decode_frame, encode_frame, encode_frames  # noqa: E402


@pytest.fixture
def frame(fixtures: pathlib.Path) -> "pandas.DataFrame":
    """Ten digits, and a picture that is none."""
    files = [(fixtures / "digits" / f"{digit}.png").read_bytes() for digit in range(10)]
    return pandas.DataFrame(
        {
            "name": [f"digit{digit}" for digit in range(10)] + ["none"],
            "label": list(range(11)),
            "picture": [*files, b"none"],
        }
    )


def check(encoded: "pandas.DataFrame", frame: "pandas.DataFrame") -> None:
    """Whether the rows are those that the codec gives."""
    encoder = rdc.Codec().encoder(rung=2)
    expected = [encoder.encode_file(data) for data in frame["picture"][:10]]
    found = encoded.sort_values("label", key=lambda labels: labels.astype(int))
    assert [bytes(file) for file in found["rdc"][:10]] == expected
    assert found["error"].iloc[10] and found["rdc"].iloc[10] is None


def test_frames(frame: "pandas.DataFrame") -> None:
    encoded = encode_frame(frame, rung=2)
    check(encoded, frame)
    decoded = decode_frame(encoded.head(10), head="distortion")
    assert decoded["error"].isna().all()
    pixels = rdc.decode(encoded["rdc"][3], "distortion")
    assert rdc.encode(pixels)
    assert np.asarray(decoded["picture"])[3].startswith(b"\x89PNG")


def test_dask(frame: "pandas.DataFrame") -> None:
    dask = pytest.importorskip("dask")
    dataframe = pytest.importorskip("dask.dataframe")
    meta = encode_frame(frame.head(0))
    # Bytes are no strings, which Dask takes every column of objects for.
    with dask.config.set(
        {"scheduler": "synchronous", "dataframe.convert-string": False}
    ):
        parts = dataframe.from_pandas(frame, npartitions=2)
        check(parts.map_partitions(encode_frame, rung=2, meta=meta).compute(), frame)


def test_spark(
    frame: "pandas.DataFrame", monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    # Else Spark's workers take the first python3 of the path.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = sql.SparkSession.builder.master("local[1]").getOrCreate()
    try:
        columns = (
            "name string, label string, width int, height int, bits long, "
            "error string, rdc binary"
        )
        rows = spark.createDataFrame(frame).mapInPandas(
            functools.partial(encode_frames, rung=2), columns
        )
        check(rows.toPandas(), frame)
    finally:
        spark.stop()
