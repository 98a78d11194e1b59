"""What goes into a shard: a part of a folder, a tar, or groups of Parquet rows.

A source is cut into shards in the same way whenever it is read, so that a run
that was interrupted finds the shards that it has finished.
"""

import json
import pathlib
import tarfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdc.dataset._rows import Row

#: Files that may be pictures, by their suffixes.
PICTURES = (
    "png", "jpg", "jpeg", "webp", "ppm", "pgm", "bmp", "tif", "tiff", "gif", "avif"
)  # fmt: skip
#: Columns that may hold pictures.
COLUMNS = ("picture", "image", "png", "jpg")
#: Rows of Parquet that are read at a time.
BATCH = 64
#: Shards that a place of few pictures is cut into, so that workers that had the
#: small ones do not wait for the one with the large ones.
PARTS = 64
#: The most pictures of a shard, where nobody says.
LARGEST = 1000


class Shard(ABC):
    """The rows of one shard, in an order that never changes."""

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """The rows, of which no more than a few are in memory at once."""


@dataclass(frozen=True)
class FolderShard(Shard):
    """Files of a folder tree; the first folder of a path is the label."""

    root: str
    names: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """One row a file."""
        for name in self.names:
            path = pathlib.PurePath(name)
            label = path.parts[0] if len(path.parts) > 1 else None
            row = Row(str(path.with_suffix("")), None, label)
            try:
                data = pathlib.Path(self.root, name).read_bytes()
            except OSError as error:
                yield row.failed(error)
            else:
                yield Row(row.name, data, label)


@dataclass(frozen=True)
class TarShard(Shard):
    """The samples of a tar, as WebDataset has them: neighbours of one name."""

    path: str
    suffixes: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """One row a sample with a picture; one for what cannot be read."""
        name = ""
        parts: dict[str, bytes] = {}
        try:
            with tarfile.open(self.path, "r|*") as tar:
                for member in tar:
                    stem, _, kind = member.name.rpartition(".")
                    file = tar.extractfile(member)
                    if file is None:
                        continue
                    if stem != name:
                        yield from self._sample(name, parts)
                        name, parts = stem, {}
                    if kind.lower() in (*self.suffixes, "cls", "error"):
                        parts[kind.lower()] = file.read()
            yield from self._sample(name, parts)
        except (tarfile.TarError, OSError, EOFError) as error:
            yield from self._sample(name, parts)
            name = pathlib.PurePath(self.path).name
            yield Row(name, None, error=f"a corrupt shard: {error}")

    def _sample(self, name: str, parts: dict[str, bytes]) -> Iterator[Row]:
        label = None
        if "cls" in parts:
            label = parts["cls"].decode(errors="replace").strip()
        data = next((parts[kind] for kind in self.suffixes if kind in parts), None)
        if data is not None:
            yield Row(name, data, label)
        elif "error" in parts:
            yield Row(name, None, label, error=parts["error"].decode(errors="replace"))


@dataclass(frozen=True)
class ParquetShard(Shard):
    """Neighbouring groups of rows of a Parquet file."""

    path: str
    column: str
    groups: tuple[int, ...]

    def rows(self) -> Iterator[Row]:
        """One row a row; one for what cannot be read."""
        import pyarrow
        import pyarrow.parquet

        try:
            file = pyarrow.parquet.ParquetFile(self.path)
            known = set(file.schema_arrow.names)
            columns = [self.column, *({"name", "label", "error"} & known)]
            first = sum(
                file.metadata.row_group(group).num_rows for group in range(self.groups[0])
            )
            for batch in file.iter_batches(BATCH, list(self.groups), columns):
                for number, row in enumerate(batch.to_pylist(), first):
                    yield self._row(number, row)
                first += batch.num_rows
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            name = pathlib.PurePath(self.path).name
            yield Row(name, None, error=f"a corrupt shard: {error}")

    def _row(self, number: int, row: dict[str, Any]) -> Row:
        data = row[self.column]
        if isinstance(data, dict):  # as Hugging Face's data sets have pictures
            data = data.get("bytes")
        label = row.get("label")
        name = row.get("name")
        return Row(
            f"{pathlib.PurePath(self.path).stem}/{number}" if name is None else str(name),
            data if isinstance(data, bytes) else None,
            None if label is None else str(label),
            error=row.get("error"),
        )


def shards(
    source: pathlib.Path, encodes: bool, column: str | None, size: int | None = None
) -> list[Shard]:
    """The shards of a source: a folder of pictures, or of shards; or one shard.

    Args:
        source: a folder, a .tar (also .tar.gz), or a .parquet file.
        encodes: whether pictures are wanted, or .rdc files.
        column: of Parquet; None for the usual names.
        size: pictures a shard, where the source has not settled it; None for a
            64th of a folder or Parquet file, but 1,000 at most.

    Raises:
        ValueError: for a source without pictures.
        OSError: for one that cannot be read.
    """
    suffixes = PICTURES if encodes else ("rdc",)
    if not source.exists():
        raise FileNotFoundError(f"{source}: no such file or folder")
    files = [source]
    if source.is_dir():
        files = sorted(path for path in source.rglob("*") if path.is_file())
    found: list[Shard] = []
    names: list[str] = []
    for path in files:
        if path.name.endswith((".tar", ".tar.gz", ".tgz")):
            found.append(TarShard(str(path), suffixes))
        elif path.suffix == ".parquet":
            found += _groups(path, encodes, column, size)
        elif path.suffix.lower().removeprefix(".") in suffixes:
            names.append(str(path.relative_to(source if source.is_dir() else path.parent)))
    root = str(source if source.is_dir() else source.parent)
    step = size or _size(len(names))
    for start in range(0, len(names), step):
        found.append(FolderShard(root, tuple(names[start : start + step])))
    if not found:
        wanted = "pictures" if encodes else ".rdc files"
        raise ValueError(f"{source}: holds no {wanted}, tars or Parquet files")
    return found


def _size(pictures: int) -> int:
    # Of the pictures alone, so that whoever goes on finds the same shards.
    return min(LARGEST, max(1, -(-pictures // PARTS)))


def _groups(
    path: pathlib.Path, encodes: bool, column: str | None, size: int | None
) -> Iterator[Shard]:
    """Groups of rows, so many together that they are a shard's worth."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError):
        # A row will tell of it.
        yield ParquetShard(str(path), column or "", (0,))
        return
    wanted = [column] if column else list(COLUMNS if encodes else ("rdc",))
    known = file.schema_arrow.names
    chosen = next((name for name in wanted if name in known), None)
    if chosen is None:
        raise ValueError(f"{path}: no column {' or '.join(wanted)}")
    size = size or _size(file.metadata.num_rows)
    groups: list[int] = []
    rows = 0
    for group in range(file.num_row_groups):
        groups.append(group)
        rows += file.metadata.row_group(group).num_rows
        if rows >= size:
            yield ParquetShard(str(path), chosen, tuple(groups))
            groups, rows = [], 0
    if groups:
        yield ParquetShard(str(path), chosen, tuple(groups))


def fingerprint(found: list[Shard], settings: dict[str, Any]) -> str:
    """What must be the same for a run to go on where another one stopped."""
    return json.dumps([[repr(shard) for shard in found], settings], sort_keys=True)
