"""Writes the photo pack.

One command: ``python -m rdc_trainer.field.export CHECKPOINT FIT.npz OUT.rdcpack``.
Weights are float16, tables and the entropy model exact integers; see `PackBuilder` for
the file format.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from ..pack import PackBuilder, current_commit
from .candidate import load_perceptual
from .classifier import description as classifier_description
from .classifier import write_classifier
from .fit import SEARCH, load_average
from .graphs import write_analysis, write_synthesis
from .integer_tensors import QUALITIES, integer_tensors
from .layout import COARSE, FINE, LAYOUTS
from .lite0 import Lite0, labels
from .quality_map import RULE, map_tables
from .tables import CLASSES, Tables, cell_shift, dithered, radius
from .telling import load_head

FORMAT = 2
"""Of the field's description; the first generation had none."""

DATA = (
    "pictures of CID22 (Cloudinary, CC BY-SA 4.0) and CLIC 2025 (Unsplash licence); "
    "the heads also on photographs of ImageNet"
)
COMMAND = "python -m rdc_trainer.field DATA WORK photo.rdcpack"


def provenance() -> str:
    """Data, command and commit, in words."""
    return f"{DATA}; {COMMAND}; commit {current_commit()}"


def add_tables(pack: PackBuilder, tables: Tables) -> None:
    """Knots one after another, groups outermost, and the classes' settings."""
    flat = [k for row in tables.knots for k in row]
    pack.tensor("knots", np.concatenate(flat).astype(np.uint32))
    pack.tensor("flags", tables.flags.astype(np.uint32))
    pack.tensor("dither", tables.dither.astype(np.uint8))
    classes = range(CLASSES)
    pack.tensor("cell", np.asarray([cell_shift(c) for c in classes], dtype=np.uint8))
    pack.tensor("radius", np.asarray([radius(c) for c in classes], dtype=np.uint8))
    pack.tensor("map", map_tables())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("fit", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="photo")
    parser.add_argument("--perceptual", type=Path, help="checkpoint of that head")
    parser.add_argument("--classification", type=Path, help="checkpoint of that head")
    parser.add_argument(
        "--dither", type=float, nargs=2, default=[0.5, 64], metavar=("SCALE", "AMPLITUDE"),
        help="amplitude (64 = a step) of classes whose scale is at least SCALE steps",
    )  # fmt: skip
    parser.add_argument("--lagrange", type=float, default=SEARCH, help="of the search")
    parser.add_argument("--note", help="the provenance, where it is another one")
    arguments = parser.parse_args()
    model = load_average(arguments.checkpoint)
    stored = np.load(arguments.fit)
    dither = dithered(*arguments.dither)
    tables = Tables.counted(stored["counts"], stored["flags"], dither)
    pack = PackBuilder(arguments.name)
    write_analysis(pack, model.analysis)
    write_synthesis(pack, "distortion", model.synthesis)
    if arguments.perceptual is not None:
        write_synthesis(pack, "perceptual", load_perceptual(arguments.perceptual, model))
    if arguments.classification is not None:
        head = load_head(arguments.classification, model)
        write_synthesis(pack, "classification", head)
        write_classifier(pack, Lite0().eval())
    for name, value in integer_tensors(model).items():
        pack.tensor(name, value)
    add_tables(pack, tables)
    pack.tensor("weight", np.ones(COARSE.coded + FINE.coded, dtype=np.float32))
    description: dict[str, object] = {
        "kind": "photo",
        "format": FORMAT,
        **{
            layout.name: {
                "groups": layout.sizes, "references": layout.references,
                "means": layout.means,
            }
            for layout in LAYOUTS
        },
        "classes": CLASSES,
        "qualities": QUALITIES,
        "lagrange": arguments.lagrange,
        "map": {
            "flat": RULE.flat, "flatAtBest": RULE.flat_at_best, "busy": RULE.busy,
            "look": RULE.look,
        },
        "provenance": arguments.note or provenance(),
    }  # fmt: skip
    if arguments.classification is not None:
        description |= classifier_description(labels())
    fingerprint = pack.write(arguments.out, {"photo": description})
    size = arguments.out.stat().st_size
    print(f"{arguments.out}: {size} bytes, fingerprint {fingerprint:08x}, "
          f"{len(pack.tensors)} tensors")  # fmt: skip


if __name__ == "__main__":
    main()
