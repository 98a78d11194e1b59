"""Trains a small classifier on digits from an archive, once for each head, and
prints how many digits of a test archive it then reads right.

    rdc encode -o train.rdc train-images-idx3-ubyte.gz   # 4.75 bits a digit
    rdc encode -o test.rdc t10k-images-idx3-ubyte.gz
    python train_digits.py train.rdc train-labels-idx1-ubyte.gz \\
        test.rdc t10k-labels-idx1-ubyte.gz
"""

import argparse
import gzip
import pathlib

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader

from rdc.torch import Pictures

HEADS = ("distortion", "perceptual", "classification")


def read_labels(path: pathlib.Path) -> list[int]:
    """The labels of an idx1-ubyte file, plain or gzipped."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return np.frombuffer(data, np.uint8, offset=8).tolist()


def network() -> nn.Module:
    """Two convolutions and two dense layers: 28×28 to ten classes."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, 96),
        nn.ReLU(),
        nn.Linear(96, 10),
    )


def scaled(picture: torch.Tensor) -> torch.Tensor:
    """Samples on [0, 1]."""
    return picture.float() / 255


def train(model: nn.Module, loader: DataLoader, epochs: int) -> None:
    """Adam with a learning rate that falls to 0 along half a cosine."""
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, epochs * len(loader)
    )
    for _ in range(epochs):
        for pictures, labels in loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(pictures), labels).backward()
            optimizer.step()
            schedule.step()


@torch.inference_mode()
def accuracy(model: nn.Module, loader: DataLoader) -> float:
    """The share of the pictures that are read right."""
    right = sum(
        int((model(pictures).argmax(1) == labels).sum()) for pictures, labels in loader
    )
    return right / len(loader.dataset)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("train", "train_labels", "test", "test_labels"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    for head in HEADS:
        torch.manual_seed(1)

        def loader(archive: pathlib.Path, labels: pathlib.Path) -> DataLoader:
            data = Pictures(
                archive, head, labels=read_labels(labels), transform=scaled
            )
            return DataLoader(
                data, 64, shuffle=archive == given.train, num_workers=given.workers
            )

        model = network()
        train(model, loader(given.train, given.train_labels), given.epochs)
        model.eval()
        share = accuracy(model, loader(given.test, given.test_labels))
        print(f"{head:16}{share:8.2%} of the test digits are read right")


if __name__ == "__main__":
    main()
