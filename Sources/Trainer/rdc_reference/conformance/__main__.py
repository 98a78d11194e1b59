"""Writes the files of Fixtures/conformance, with what the tool makes of them.

python -m rdc_reference.conformance RDC FOLDER --pack PACK ...

RDC is a built tool. For each pack, digits or photos, the files of that model are
written anew; those of others stay. A file on which the tool and this decoder do not
agree stops everything.
"""

import argparse
import json
import sys
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from ..decoder import Decoder
from ..errors import Refused
from ..pack import Pack
from . import digits, photos
from .cases import Case
from .tool import Tool
from .vectors import vectors


def accepted(case: Case, path: Path, tool: Tool, pack: Pack) -> dict:
    decoder = Decoder(case.data, [pack])
    entry: dict = {"covers": case.covers, "heads": {}}
    for name in [*(case.heads or sorted(decoder.heads)), *case.dial]:
        head, _, strength = name.partition(" ")
        samples, alpha = tool.samples(path, head, strength or "1")
        ours = decoder.samples(head, float(strength or 1))
        if ours.tobytes() != samples:
            raise SystemExit(f"{path}: the pixels of {name} differ")
        if (alpha or b"") != (
            b"" if decoder.alpha is None else decoder.alpha.tobytes()
        ):
            raise SystemExit(f"{path}: alpha differs")
        pictures, height, width, channels = ours.shape
        entry |= {"pictures": pictures, "width": width, "height": height}
        entry["channels"] = channels
        entry["heads"][name] = decoder.digest(head, float(strength or 1))
    if decoder.names is not None:
        if decoder.names != tool.names(path):
            raise SystemExit(f"{path}: the names differ")
        entry["names"] = decoder.names
    if decoder.alpha is not None:
        entry["alpha"] = sha256(decoder.alpha.tobytes()).hexdigest()
    return entry


def refused(case: Case, path: Path, tool: Tool, pack: Pack) -> dict:
    error = tool.error(path)
    try:
        Decoder(case.data, [pack])
    except Refused as reason:
        return {"reason": reason.reason, "error": error}
    raise SystemExit(f"{path}: the tool says {error}, and the reference reads it")


def entries(folder: Path, model: str, pack: Pack, tool: Tool) -> dict[str, list[dict]]:
    """Writes the files of a model; their entries of the index."""
    maker = photos if "photo" in pack.description else digits
    result: dict[str, list[dict]] = {}
    rmtree(folder / model, ignore_errors=True)
    for kind, cases, describe in (
        ("accepted", maker.accepted(pack), accepted),
        ("refused", maker.refused(pack), refused),
    ):
        (folder / model / kind).mkdir(parents=True)
        result[kind] = []
        for case in cases:
            name = f"{model}/{kind}/{case.name}.rdc"
            (folder / name).write_bytes(case.data)
            print(name, flush=True)
            described = describe(case, folder / name, tool, pack)
            result[kind].append({"file": name, "model": model, **described})
    return result


def lines(members: dict) -> str:
    """JSON of an object, with each entry of its lists on a line."""
    parts = []
    for name, value in members.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list):
            rows = (json.dumps(entry, ensure_ascii=False) for entry in value)
            text = "[\n  " + ",\n  ".join(rows) + "\n ]"
        parts.append(f" {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="rdc_reference.conformance")
    parser.add_argument("rdc", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pack", type=Path, action="append", required=True)
    options = parser.parse_args()
    index_path = options.folder / "index.json"
    index: dict = {"format": "1.0", "models": {}, "accepted": [], "refused": []}
    if index_path.exists():
        index = json.loads(index_path.read_text())
    for path in options.pack:
        pack = Pack(path)
        model = pack.description["name"]
        index["models"][model] = f"{pack.fingerprint:08x}"
        for kind, new in entries(
            options.folder, model, pack, Tool(options.rdc)
        ).items():
            others = [entry for entry in index[kind] if entry["model"] != model]
            index[kind] = sorted(others + new, key=lambda entry: entry["file"])
    index_path.write_text(lines(index))
    (options.folder / "vectors.json").write_text(lines(vectors()))


if __name__ == "__main__":
    sys.exit(main())
