"""Finished shards: Parquet or tar, written beside their names and renamed."""

import io
import json
import os
import pathlib
import tarfile
from abc import ABC, abstractmethod
from typing import Any

from rdc.dataset._rows import Row, Work

#: Rows that a group of Parquet holds.
GROUP = 256


class Writer(ABC):
    """A shard that is being written; nothing of it is seen before the end."""

    suffix: str

    def __init__(self, path: pathlib.Path, work: Work) -> None:
        self.path = path
        self.work = work
        # Two workers may write the same shard, if one was thought dead.
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.partial")

    @abstractmethod
    def write(self, row: Row) -> None:
        """Adds a row."""

    @abstractmethod
    def _finish(self) -> None:
        """Writes what is left, and closes the file."""

    def close(self) -> None:
        """Gives the shard its name."""
        self._finish()
        os.replace(self._partial, self.path)


class ParquetWriter(Writer):
    """A row a picture, with its error where it failed."""

    suffix = "parquet"

    def __init__(self, path: pathlib.Path, work: Work) -> None:
        import pyarrow
        import pyarrow.parquet

        super().__init__(path, work)
        self._schema = pyarrow.schema(
            [
                ("name", pyarrow.string()),
                ("label", pyarrow.string()),
                ("width", pyarrow.int32()),
                ("height", pyarrow.int32()),
                ("bits", pyarrow.int64()),
                ("error", pyarrow.string()),
                (work.column, pyarrow.binary()),
            ]
        )
        # The bytes of pictures do not get smaller.
        self._file = pyarrow.parquet.ParquetWriter(
            self._partial, self._schema, compression="none", use_dictionary=False
        )
        self._rows: list[dict[str, Any]] = []

    def write(self, row: Row) -> None:
        """Adds a row."""
        values: dict[str, Any] = {**row.__dict__, self.work.column: row.data}
        del values["data"]
        self._rows.append(values)
        if len(self._rows) == GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        self._file.write_table(pyarrow.Table.from_pylist(self._rows, self._schema))
        self._rows.clear()

    def _finish(self) -> None:
        if self._rows:
            self._flush()
        self._file.close()


class TarWriter(Writer):
    """A sample a picture, as WebDataset has it: NAME.rdc or NAME.png, NAME.cls,
    NAME.json with sizes; NAME.error where it failed."""

    suffix = "tar"

    def __init__(self, path: pathlib.Path, work: Work) -> None:
        super().__init__(path, work)
        self._tar = tarfile.open(self._partial, "w", format=tarfile.PAX_FORMAT)

    def write(self, row: Row) -> None:
        """Adds a sample."""
        sizes = {"width": row.width, "height": row.height, "bits": row.bits}
        parts = {
            self.work.suffix: row.data,
            "cls": row.label.encode() if row.label is not None else None,
            "json": json.dumps(sizes).encode() if row.data is not None else None,
            "error": row.error.encode() if row.error is not None else None,
        }
        for suffix, data in parts.items():
            if data is not None:
                member = tarfile.TarInfo(f"{row.name}.{suffix}")
                member.size = len(data)
                self._tar.addfile(member, io.BytesIO(data))

    def _finish(self) -> None:
        self._tar.close()


WRITERS: dict[str, type[Writer]] = {"parquet": ParquetWriter, "tar": TarWriter}
