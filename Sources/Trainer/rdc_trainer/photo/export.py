"""Writes the photo pack.

One command: ``python -m rdc_trainer.photo.export CHECKPOINT FIT.npz OUT.rdcmodel
[--head NAME=CHECKPOINT …]``. The codec's own distortion head goes in unless one that
was trained further is given. Weights are float16, tables and the entropy model exact
integers; see `PackBuilder` for the file format.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from ..pack import PackBuilder
from .classifiers import LABELS, SIDE, load_classifier
from .coder import FEEDBACK, SQUARES
from .contexts import DC_GROUPS
from .fit import load_average
from .graphs import write_analysis, write_classifier, write_synthesis
from .heads import LabelledSynthesis, PerceptualSynthesis
from .integer import QUALITIES, SEGMENT
from .integer_tensors import integer_tensors
from .layout import GROUPS, SIZES
from .model import SEARCH, Codec, Shape
from .tables import CLASSES, FINE, Tables, cell_shift, dithered, radius
from .transforms import Synthesis, hats, nominal_step


KINDS = {
    "distortion": Synthesis,
    "perceptual": PerceptualSynthesis,
    "classification": LabelledSynthesis,
}


def load_head(path: Path) -> Synthesis:
    """The averaged weights of a head's checkpoint."""
    state = torch.load(path, map_location="cpu")
    shape = Shape(**state["shape"])
    head = KINDS[state["head"]](shape.synthesis_width, shape.synthesis_blocks, shape.fine_width)
    head.load_state_dict(state["average"])
    return head


@torch.no_grad()
def quality_tensors(model: Codec) -> dict[str, np.ndarray]:
    """Steps and quality vectors of every quality index."""
    quality = torch.arange(QUALITIES, dtype=torch.float64) / SEGMENT
    nominal = nominal_step(quality)
    gain = torch.exp(hats(quality) @ model.log_gain.double())
    step = (nominal[:, None] * gain).float().numpy()
    vector = torch.cat([hats(quality), nominal[:, None]], dim=1)
    return {
        "step64": (step / np.float32(FINE)).astype(np.float32),
        "quality": vector.float().numpy(),
    }


def add_tables(pack: PackBuilder, tables: Tables) -> None:
    """Knots one after another, groups outermost, and the classes' settings."""
    flat = [k for row in tables.knots for k in row]
    pack.tensor("knots", np.concatenate(flat).astype(np.uint32))
    pack.tensor("dither", tables.dither.astype(np.uint8))
    classes = range(CLASSES)
    pack.tensor("cell", np.asarray([cell_shift(c) for c in classes], dtype=np.uint8))
    pack.tensor("radius", np.asarray([radius(c) for c in classes], dtype=np.uint8))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--head", nargs="*", default=[], help="NAME=CHECKPOINT")
    parser.add_argument(
        "--classifier", nargs="*", default=[], help="guide=CHECKPOINT measure=CHECKPOINT"
    )
    parser.add_argument("--name", default="photo")
    parser.add_argument(
        "--dither", type=float, nargs=2, default=[0.5, 64], metavar=("SCALE", "AMPLITUDE"),
        help="amplitude (64 = a step) of classes whose scale is at least SCALE steps",
    )  # fmt: skip
    parser.add_argument("--lagrange", type=float, default=SEARCH, help="of the search")
    parser.add_argument("--note", default="", help="provenance, free text")
    arguments = parser.parse_args()
    model = load_average(arguments.checkpoint)
    stored = np.load(arguments.fit)
    tables = Tables.counted(stored["counts"], dithered(*arguments.dither))
    pack = PackBuilder(arguments.name)
    write_analysis(pack, model.analysis)
    heads = {"distortion": model.synthesis}
    for entry in arguments.head:
        name, _, path = entry.partition("=")
        heads[name] = load_head(Path(path))
    for name, head in heads.items():
        write_synthesis(pack, name, head)
    roles: dict[str, object] = {}
    for entry in arguments.classifier:
        role, _, path = entry.partition("=")
        roles[role] = f"classifier.{role}"
        write_classifier(pack, f"classifier.{role}", load_classifier(Path(path)))
    for name, value in integer_tensors(model).items():
        pack.tensor(name, value)
    for name, value in quality_tensors(model).items():
        pack.tensor(name, value)
    add_tables(pack, tables)
    pack.tensor("weight", np.repeat(SQUARES, SIZES).astype(np.float32))
    shares = np.repeat(FEEDBACK, SIZES[:DC_GROUPS])
    pack.tensor("feedback", shares.astype(np.float32))
    description: dict[str, object] = {
        "kind": "photo",
        "groups": SIZES,
        "classes": CLASSES,
        "qualities": QUALITIES,
        "block": 8,
        "lagrange": arguments.lagrange,
        "provenance": arguments.note,
    }
    if roles:
        description["labels"] = LABELS
        description["classifiers"] = {**roles, "size": SIDE}
    fingerprint = pack.write(arguments.out, {"photo": description})
    size = arguments.out.stat().st_size
    print(f"{arguments.out}: {size} bytes, fingerprint {fingerprint:08x}, "
          f"{len(GROUPS)} groups, {len(pack.tensors)} tensors")  # fmt: skip


if __name__ == "__main__":
    main()
