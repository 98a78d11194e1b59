#!/usr/bin/env python3
"""Checks what every target imports against the design.

Three things must agree: the table below, the dependencies in Package.swift,
and the `import` lines of the sources. A room imports its row of the table, and
what lies below that; it declares what it imports, and uses what it declares.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

#: What each room may import, and whatever that may import in turn.
DESIGN = {
    "CPNG": set(),
    "CZlib": set(),
    "CZstd": set(),
    "CAllocation": set(),
    "CKernels": set(),
    "EmbeddedModels": set(),
    "CPictureFiles": {"CPNG"},
    "Support": {"CZlib"},
    "StrictJSON": set(),
    "PictureFiles": {"CPictureFiles", "CZlib", "Support"},
    "NeuralInference": {"CKernels", "StrictJSON", "Support"},
    "UniversalQuantization": set(),
    "EntropyCoding": set(),
    "ModelPack": {"NeuralInference", "StrictJSON", "CZstd"},
    "Container": {"Support"},
    # Its error is that of all stages, the entropy coder's among them.
    "Codec": {"Container", "EntropyCoding", "ModelPack", "PictureFiles"},
    "LatentVectorCodec": {"Codec", "UniversalQuantization"},
    "LatentFieldCodec": {"Codec", "UniversalQuantization"},
    "RDC": {"EmbeddedModels", "LatentFieldCodec", "LatentVectorCodec"},
    "CRDC": set(),
    "CInterface": {"CRDC", "RDC"},
    "Metrics": {"Support"},
    "Plot": {"Support"},
    "Theory": {"Plot"},
    "Samples": {"PictureFiles"},
    "RDCTool": {"CAllocation", "Metrics", "Plot", "RDC", "Samples", "Theory"},
}
#: Products of other packages; None is any room.
PRODUCTS = {
    "ArgumentParser": {"RDCTool"},
    "RealModule": None,
    "SystemPackage": {"RDCTool", "Support"},
}
PROGRAMS = {"LibraryExample", "RDCTool"}
SYSTEM = {
    "Darwin",
    "Dispatch",
    "Foundation",
    "FoundationXML",
    "FoundationEssentials",
    "Glibc",
    "Musl",
    "Synchronization",
    "Testing",
}
IMPORT = re.compile(
    r"^\s*(?:@\w+\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|func|protocol|typealias)\s+)?(\w+)",
    re.MULTILINE,
)


def imported(folder: pathlib.Path) -> dict[str, str]:
    """The modules that the sources of a folder import, each with a place."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.swift")):
        for match in IMPORT.finditer(path.read_text()):
            found.setdefault(match[1], str(path.relative_to(ROOT)))
    for path in sorted([*folder.rglob("*.c"), *folder.rglob("*.h")]):
        if "png.h" in path.read_text():
            found.setdefault("CPNG", str(path.relative_to(ROOT)))
    return found


def allowed(name: str) -> set[str]:
    """A room's row, and the rows of the rooms in it."""
    return DESIGN[name].union(*(allowed(below) for below in DESIGN[name]))


def faults() -> list[str]:
    """Everything that does not agree, one line each."""
    package = json.loads(
        subprocess.run(
            ["swift", "package", "describe", "--type", "json"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    lines = []
    for target in package["targets"]:
        name = target["name"]
        declared = set(target.get("target_dependencies", []))
        declared |= set(target.get("product_dependencies", []))
        found = imported(ROOT / target["path"])
        for module, place in found.items():
            if module in SYSTEM or module == name:
                continue
            if module not in declared:
                lines.append(f"{place}: imports {module}, undeclared by {name}")
        for module in sorted(declared - set(found)):
            # A test of a built program needs it built, and imports nothing.
            if name == "CommandLineTests" and module in PROGRAMS:
                continue
            lines.append(f"Package.swift: {name} declares {module}, unused")
        if target["path"].startswith("Tests/"):
            continue
        if name not in DESIGN:
            lines.append(f"Package.swift: no row for {name} in {__file__}")
            continue
        for module in sorted(declared - allowed(name)):
            if module in PRODUCTS and name in (PRODUCTS[module] or {name}):
                continue
            lines.append(f"Package.swift: {name} may not import {module}")
    return lines


if __name__ == "__main__":
    found = faults()
    print("\n".join(found) or "imports agree with the design")
    sys.exit(1 if found else 0)
