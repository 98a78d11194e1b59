"""Where data sets keep their .rdc files: folders, tar shards and Parquet.

A source lists its files once, and reads any of them by its number. It can be
pickled; what it has open stays in the process that opened it.
"""

import os
import pathlib
import tarfile
from abc import ABC, abstractmethod
from typing import IO, Any

#: Members of a WebDataset sample that hold its label as a number.
_LABELS = ("cls", "label")


class Source(ABC):
    """Files of one place, with their names and labels.

    Attributes:
        names: one a file.
        labels: numbers of classes; -1 where there is none.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.labels: list[int] = []
        self._process: int | None = None
        self._opened: Any = None

    @abstractmethod
    def _open(self) -> Any:
        """What reading needs; opened once in each process."""

    @abstractmethod
    def _read(self, opened: Any, number: int) -> bytes:
        """The bytes of a file."""

    def read(self, number: int) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: if they cannot be read.
        """
        # A forked worker must not share the position of an open file.
        if self._process != os.getpid():
            self._opened = self._open()
            self._process = os.getpid()
        return self._read(self._opened, number)

    def __len__(self) -> int:
        return len(self.names)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_process": None, "_opened": None}


def numbers(labels: list[Any]) -> list[int]:
    """Labels as numbers: what they say, or else their places among all of them
    in order; -1 for None."""
    try:
        return [-1 if label is None else int(label) for label in labels]
    except ValueError:
        place = {
            label: number
            for number, label in enumerate(sorted({*labels} - {None}))
        }
        return [place.get(label, -1) for label in labels]


class Folder(Source):
    """The .rdc files of a folder and those below it, in the order of their
    names; the first folder of a path is the label."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__()
        self._paths = sorted(path.rglob("*.rdc"))
        folders = [file.relative_to(path).parts[:-1] for file in self._paths]
        self.names = [str(file.relative_to(path)) for file in self._paths]
        self.labels = numbers([parts[0] if parts else None for parts in folders])

    def _open(self) -> None:
        return None

    def _read(self, opened: None, number: int) -> bytes:
        return self._paths[number].read_bytes()


class One(Source):
    """A single .rdc file."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__()
        self._path = path
        self.names = [path.name]
        self.labels = [-1]

    def _open(self) -> None:
        return None

    def _read(self, opened: None, number: int) -> bytes:
        return self._path.read_bytes()


class Tar(Source):
    """The .rdc members of a tar that is not compressed, as WebDataset has it: a
    sample's label stands beside it as ``NAME.cls``."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__()
        self._path = path
        self._places: list[tuple[int, int]] = []
        labels: dict[str, str] = {}
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                stem, _, kind = member.name.rpartition(".")
                if kind == "rdc":
                    self.names.append(member.name)
                    self._places.append((member.offset_data, member.size))
                elif kind in _LABELS and member.size < 32:
                    part = tar.extractfile(member)
                    if part is not None:
                        labels[stem] = part.read().decode(errors="replace")
        self.labels = numbers([labels.get(name[:-4]) for name in self.names])

    def _open(self) -> IO[bytes]:
        return open(self._path, "rb")

    def _read(self, opened: IO[bytes], number: int) -> bytes:
        offset, size = self._places[number]
        opened.seek(offset)
        data = opened.read(size)
        if len(data) != size:
            raise OSError(f"{self._path}: {self.names[number]} is cut off")
        return data


class Parquet(Source):
    """The rows of a Parquet file: the column ``rdc`` holds the files' bytes;
    ``name`` and ``label`` may stand beside it. Rows without bytes are left
    out. One group of rows is kept at a time."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__()
        self._path = path
        #: The group of each row, and its place in it.
        self._places: list[tuple[int, int]] = []
        file = self._open()[0]
        labels: list[Any] = []
        columns = [
            name for name in ("name", "label") if name in file.schema_arrow.names
        ]
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group, columns=[*columns, "rdc"])
            kept = rows.column("rdc").is_valid().to_pylist()
            names = rows.column("name").to_pylist() if "name" in columns else None
            own = rows.column("label").to_pylist() if "label" in columns else None
            for row, is_kept in enumerate(kept):
                if is_kept:
                    self._places.append((group, row))
                    self.names.append(names[row] if names else f"{group}/{row}")
                    labels.append(own[row] if own else None)
        self.labels = numbers(labels)

    def _open(self) -> list[Any]:
        import pyarrow.parquet

        return [pyarrow.parquet.ParquetFile(self._path), None, None]

    def _read(self, opened: list[Any], number: int) -> bytes:
        group, row = self._places[number]
        if opened[1] != group:
            rows = opened[0].read_row_group(group, columns=["rdc"])
            opened[1:] = [group, rows.column("rdc")]
        return bytes(opened[2][row].as_py())


def source(path: str | os.PathLike[str]) -> Source:
    """The files of a folder, a tar, a Parquet file, or one .rdc file.

    Raises:
        ValueError: for a path of another kind, or one without .rdc files.
        OSError: for one that cannot be read.
    """
    place = pathlib.Path(path)
    kinds: dict[str, type[Folder | One | Tar | Parquet]] = {
        ".tar": Tar,
        ".parquet": Parquet,
        ".rdc": One,
    }
    if not place.exists():
        raise FileNotFoundError(f"{place}: no such file or folder")
    kind = Folder if place.is_dir() else kinds.get(place.suffix)
    if kind is None:
        raise ValueError(f"{place}: neither folder nor .tar, .parquet or .rdc")
    try:
        found = kind(place)
    except tarfile.TarError as error:
        raise ValueError(f"{place}: {error}") from error
    if len(found) == 0:
        raise ValueError(f"{place}: holds no .rdc file")
    return found
