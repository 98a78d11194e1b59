"""MNIST from its IDX files, as tensors on the training device."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch


def read_idx(path: Path) -> np.ndarray:
    """Reads one IDX file of unsigned bytes, plain or gzip."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path}: not an IDX file of unsigned bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">u4", rank, 4).astype(int)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


@dataclass
class Digits:
    """Pictures as rows of 784 values on [0, 1], with their labels."""

    pictures: torch.Tensor
    labels: torch.Tensor

    @staticmethod
    def load(folder: Path, split: str, device: torch.device) -> "Digits":
        """Loads the `train` or the `t10k` split."""

        def find(kind: str) -> np.ndarray:
            for suffix in (".gz", ""):
                path = folder / f"{split}-{kind}-ubyte{suffix}"
                if path.exists():
                    return read_idx(path)
            raise FileNotFoundError(folder / f"{split}-{kind}-ubyte.gz")

        pictures = torch.from_numpy(find("images-idx3").copy()).float() / 255
        labels = torch.from_numpy(find("labels-idx1").astype(np.int64))
        return Digits(pictures.reshape(len(labels), 784).to(device), labels.to(device))
