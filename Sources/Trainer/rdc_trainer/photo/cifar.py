"""CIFAR-10 from sheets, and two classifiers of different architecture.

One command: ``python -m rdc_trainer.photo.cifar CIFAR OUT.pt --kind guide``. The
*guide* teaches the classification head; the *judge* only measures it.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn

SIDE = 32


def load_cifar(folder: Path, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (count × 32 × 32 × 3) and labels of ``train`` or ``test``."""
    tiles = []
    for path in sorted(folder.glob(f"{part}-*.webp")):
        with Image.open(path) as image:
            sheet = np.asarray(image.convert("RGB"))
        rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
        cells = sheet.reshape(rows, SIDE, columns, SIDE, 3).transpose(0, 2, 1, 3, 4)
        tiles.append(cells.reshape(-1, SIDE, SIDE, 3))
    pictures = np.concatenate(tiles)
    labels = np.asarray((folder / "labels.txt").read_text().split(), dtype=np.int64)
    labels = labels[: len(pictures)] if part == "train" else labels[-len(pictures) :]
    return pictures, labels


class Guide(nn.Sequential):
    """Plain 3×3 convolutions with max pooling."""

    def __init__(self) -> None:
        def stage(inputs: int, outputs: int) -> list[nn.Module]:
            return [
                nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
            ]

        super().__init__(
            *stage(3, 32), nn.MaxPool2d(2),
            *stage(32, 64), nn.MaxPool2d(2),
            *stage(64, 128), *stage(128, 128), nn.MaxPool2d(2),
            *stage(128, 256), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
            nn.Linear(256, 10),
        )  # fmt: skip


class _Mixing(nn.Module):
    """Depthwise 5×5 and two pointwise convolutions, residual."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 5, padding=2, groups=width),
            nn.GroupNorm(1, width),
            nn.Conv2d(width, 2 * width, 1),
            nn.GELU(),
            nn.Conv2d(2 * width, width, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


class Judge(nn.Sequential):
    """Patches and depthwise mixing (ConvNeXt-like): nothing shared with `Guide`."""

    def __init__(self) -> None:
        super().__init__(
            nn.Conv2d(3, 96, 3, stride=2, padding=1), _Mixing(96), _Mixing(96),
            nn.Conv2d(96, 160, 2, stride=2), _Mixing(160), _Mixing(160), _Mixing(160),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LayerNorm(160),
            nn.Linear(160, 10),
        )  # fmt: skip


KINDS: dict[str, type[nn.Sequential]] = {"guide": Guide, "judge": Judge}


def load_classifier(path: Path) -> nn.Module:
    """A frozen classifier of centred pictures (0…255 minus 128)."""
    state = torch.load(path, map_location="cpu")
    model = KINDS[state["kind"]]()
    model.load_state_dict(state["model"])
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model.eval()


def logits(model: nn.Module, centred: Tensor) -> Tensor:
    """Class scores of pictures in 0…255 minus 128."""
    return model(centred / 64)


@torch.no_grad()
def accuracy(model: nn.Module, centred: Tensor, labels: Tensor) -> float:
    """Share of right answers."""
    right = 0
    for i in range(0, len(centred), 250):
        found = logits(model, centred[i : i + 250]).argmax(dim=1)
        right += int((found == labels[i : i + 250]).sum())
    return right / len(centred)


def centred(pictures: np.ndarray) -> Tensor:
    """uint8 NHWC → float NCHW minus 128."""
    planes = torch.from_numpy(np.ascontiguousarray(pictures.transpose(0, 3, 1, 2)))
    return planes.float() - 128


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cifar", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=list(KINDS), required=True)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    pictures, labels = load_cifar(arguments.cifar, "train")
    test, test_labels = load_cifar(arguments.cifar, "test")
    model = KINDS[arguments.kind]().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), arguments.rate, weight_decay=0.02)
    total, spent, step = arguments.steps, 0.0, 0
    if arguments.out.exists():
        state = torch.load(arguments.out)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        spent, step = state["spent"], state["step"]
    last = saved = time.monotonic()
    while step < total:
        factor = min(1.0, (step + 1) / 100) * (1 - step / total)
        for entry in optimizer.param_groups:
            entry["lr"] = arguments.rate * factor
        rows = rng.integers(0, len(pictures), arguments.batch)
        x = centred(pictures[rows])
        if rng.random() < 0.5:
            x = x.flip(3)
        dy, dx = (int(v) for v in rng.integers(0, 9, 2))
        x = F.pad(x, (4, 4, 4, 4))[:, :, dy : dy + SIDE, dx : dx + SIDE]
        x = x.contiguous(memory_format=torch.channels_last)
        loss = F.cross_entropy(logits(model, x), torch.from_numpy(labels[rows]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        now = time.monotonic()
        spent, last = spent + now - last, now
        if now - saved > 120 or step >= total:
            model.eval()
            share = accuracy(model, centred(test), torch.from_numpy(test_labels))
            model.train()
            print(f"{spent / 60:.1f} min step {step} loss {loss.item():.3f} "
                  f"test {100 * share:.1f} %", flush=True)  # fmt: skip
            torch.save(
                {
                    "kind": arguments.kind,
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "spent": spent,
                    "step": step,
                },
                arguments.out,
            )
            saved = last = time.monotonic()


if __name__ == "__main__":
    main()
