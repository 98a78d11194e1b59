"""CIFAR-10 from sheets, and the training of its classifiers.

One command: ``python -m rdc_trainer.photo.cifar CIFAR OUT.pt --kind guide``. The
*guide* teaches the classification head; the *judge* only measures it. The last
``HELD`` training pictures train nothing: settings are chosen on them, and the
test pictures are for the report.
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
from torch import Tensor

from .classifiers import KINDS, SIDE, accuracy, logits, shifted
from .train import SAVE_SECONDS, Average, save, to_tensor

HELD = 1000


def load_cifar(folder: Path, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (count × 32 × 32 × 3) and labels of ``train``, ``held`` or ``test``."""
    tiles = []
    for path in sorted(folder.glob("test-*" if part == "test" else "train-*")):
        with Image.open(path) as image:
            sheet = np.asarray(image.convert("RGB"))
        rows, columns = sheet.shape[0] // SIDE, sheet.shape[1] // SIDE
        cells = sheet.reshape(rows, SIDE, columns, SIDE, 3).transpose(0, 2, 1, 3, 4)
        tiles.append(cells.reshape(-1, SIDE, SIDE, 3))
    pictures = np.concatenate(tiles)
    labels = np.asarray((folder / "labels.txt").read_text().split(), dtype=np.int64)
    if part == "test":
        return pictures, labels[-len(pictures) :]
    labels = labels[: len(pictures)]
    span = slice(-HELD, None) if part == "held" else slice(0, -HELD)
    return pictures[span], labels[span]


def batches(count: int, size: int, rng: np.random.Generator):
    """Endless index batches, every picture once an epoch."""
    while True:
        order = rng.permutation(count)
        for start in range(0, count - size + 1, size):
            yield order[start : start + size]


def augmented(x: Tensor, rng: np.random.Generator) -> Tensor:
    """Each picture flipped or not; the batch moved in four parts."""
    flip = torch.from_numpy(rng.random(len(x)) < 0.5)
    x = torch.where(flip[:, None, None, None], x.flip(3), x)
    moved = [
        shifted(part, *(int(v) for v in rng.integers(-4, 5, 2))) for part in x.chunk(4)
    ]
    return torch.cat(moved)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cifar", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kind", choices=list(KINDS), required=True)
    parser.add_argument("--steps", type=int, default=1400)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.2)
    parser.add_argument("--decay", type=float, default=5e-4)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    pictures, labels = load_cifar(arguments.cifar, "train")
    held, held_labels = load_cifar(arguments.cifar, "held")
    model = KINDS[arguments.kind]().to(memory_format=torch.channels_last)
    average = Average(model)
    optimizer = torch.optim.SGD(
        model.parameters(), arguments.rate, 0.9, nesterov=True,
        weight_decay=arguments.decay,
    )  # fmt: skip
    total, spent, step = arguments.steps, 0.0, 0
    if arguments.out.exists():
        state = torch.load(arguments.out)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.count = state["average"], state["count"]
        spent, step = state["spent"], state["step"]
    rng = np.random.default_rng(arguments.seed + step)
    source = batches(len(pictures), arguments.batch, rng)
    clock = saved = time.process_time()
    losses: list[float] = []
    while step < total:
        share = step / total
        factor = min(share / 0.2, (1 - share) / 0.8)
        for entry in optimizer.param_groups:
            entry["lr"] = arguments.rate * max(factor, 1e-3)
        rows = next(source)
        x = augmented(to_tensor(pictures[rows]), rng)
        x = x.contiguous(memory_format=torch.channels_last)
        target = torch.from_numpy(labels[rows])
        loss = F.cross_entropy(
            logits(model, x), target, label_smoothing=arguments.smoothing
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        # Late, the average is over about the last 80 steps.
        average.update(model, limit=0.9875)
        step += 1
        now = time.process_time()
        if now - saved > SAVE_SECONDS / 2 or step >= total:
            spent, clock = spent + now - clock, now
            judged = KINDS[arguments.kind]()
            judged.load_state_dict(average.values)
            share = accuracy(
                judged.eval(), to_tensor(held), torch.from_numpy(held_labels)
            )
            assert math.isfinite(loss.item())
            print(f"{spent / 60:.1f} CPU min step {step} loss {np.mean(losses):.3f} "
                  f"held {100 * share:.1f} %", flush=True)  # fmt: skip
            losses = []
            contents = {
                "kind": arguments.kind,
                "model": model.state_dict(),
                "average": average.values,
                "count": average.count,
                "optimizer": optimizer.state_dict(),
                "spent": spent,
                "step": step,
            }
            save(arguments.out, contents)
            saved = time.process_time()


if __name__ == "__main__":
    main()
