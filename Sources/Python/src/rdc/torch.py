"""A PyTorch data set of .rdc files, read by the head of your choice.

    from rdc.torch import Pictures

    data = Pictures("digits.rdc", head="classification", labels=labels)
    loader = torch.utils.data.DataLoader(data, batch_size=64, num_workers=2)
"""

import bisect
import itertools
import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from rdc._codec import Codec, File
from rdc._errors import ArgumentError, Error
from rdc._sources import source


class Pictures(Dataset):  # type: ignore[misc]
    """The pictures of a folder, a tar, a Parquet file or an archive.

    Every item is a picture, uint8 and [channels, height, width], and its label,
    -1 where there is none. The pictures of an archive are items of their own.
    Labels are the folders below a folder, ``NAME.cls`` beside ``NAME.rdc`` in a
    tar, the column ``label`` in Parquet, or what `labels` says; those that are
    no numbers are numbered in order.

    Workers read and decode by themselves: each with files and codec of its own,
    and on as many threads as `threads` says.

    Args:
        path: a folder, or a file .tar, .parquet or .rdc.
        head: what the pictures are faithful to.
        strength: from 0, the distortion head, to 1, the chosen one.
        labels: one a picture, instead of those that are found.
        transform: called with each picture, and gives what is returned.
        threads: for each worker.

    Raises:
        ValueError: for a path without .rdc files, or labels of another number.
        FileError: for a file whose header is damaged.
        OSError: for what cannot be read.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        head: str = "perceptual",
        strength: float = 1.0,
        *,
        labels: Sequence[int] | None = None,
        transform: Callable[[torch.Tensor], Any] | None = None,
        threads: int = 1,
    ) -> None:
        self.head = head
        self.strength = strength
        self.transform = transform
        self._source = source(path)
        self._threads = threads
        self._process: int | None = None
        self._codec: Codec | None = None
        #: The archive that was read last, as neighbours ask for the same one.
        self._archive: tuple[int, File] | None = None
        counts = [self._count(number) for number in range(len(self._source))]
        #: How many pictures stand up to the end of each file.
        self._ends = list(itertools.accumulate(counts))
        if labels is None:
            pairs = zip(self._source.labels, counts, strict=True)
            labels = [label for label, count in pairs for _ in range(count)]
        if len(labels) != len(self):
            raise ArgumentError(f"{len(labels)} labels for {len(self)} pictures")
        self.labels = np.asarray(labels, np.int64)

    def __len__(self) -> int:
        return self._ends[-1]

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if not -len(self) <= index < len(self):
            raise IndexError(f"no picture {index} of {len(self)}")
        index %= len(self)
        number = bisect.bisect_right(self._ends, index)
        first = self._ends[number - 1] if number else 0
        file = self._file(number)
        try:
            pick = index - first if file.is_set else None
            samples = file.decode(self.head, self.strength, pick)
        except Error as error:
            raise type(error)(f"{self._source.names[number]}: {error}") from error
        picture = torch.from_numpy(samples.reshape(file.height, file.width, -1))
        picture = picture.permute(2, 0, 1).contiguous()
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, int(self.labels[index])

    def _file(self, number: int) -> File:
        if self._process != os.getpid():
            self._codec = Codec(threads=self._threads)
            self._archive = None
            self._process = os.getpid()
        if self._archive is not None and self._archive[0] == number:
            return self._archive[1]
        assert self._codec is not None
        try:
            file = self._codec.open(self._source.read(number))
        except Error as error:
            raise type(error)(f"{self._source.names[number]}: {error}") from error
        if file.is_set:
            self._archive = (number, file)
        return file

    def _count(self, number: int) -> int:
        file = self._file(number)
        return file.count if file.is_set else 1

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_process": None, "_codec": None, "_archive": None}
