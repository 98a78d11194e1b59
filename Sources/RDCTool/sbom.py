#!/usr/bin/env python3
"""Prints the software bill of materials of a build, as CycloneDX 1.6 (JSON).

    sbom.py RDC, the path of the tool

It names what the tool and librdc are made of: the Swift packages as they are
resolved, the C libraries as pkg-config finds them, the Swift runtime, and the model
packs inside. The same sources and libraries give the same bytes.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: What is linked: the name that pkg-config knows, and the licence.
LIBRARIES = {"libpng": "libpng-2.0", "zlib": "Zlib", "libzstd": "BSD-3-Clause"}
SWIFT = "Apache-2.0 WITH Swift-exception"


def output(*command: str) -> str:
    """What a command prints, run in the repository."""
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def component(kind: str, name: str, version: str, licence: str, **more: object) -> dict:
    """An entry of the list."""
    licences = [{"expression": licence}]
    entry = {"type": kind, "bom-ref": name, "name": name, "version": version}
    return entry | {"licenses": licences} | more


def packages() -> list[dict]:
    """The Swift packages whose code is linked."""
    resolved = json.loads(output("swift", "package", "show-dependencies", "--format", "json"))
    return [
        component(
            "library",
            package["identity"],
            package["version"],
            SWIFT,
            purl=f"pkg:swift/{package['url'].split('://')[-1]}@{package['version']}",
        )
        for package in sorted(resolved["dependencies"], key=lambda p: p["identity"])
    ]


def libraries() -> list[dict]:
    """The C libraries."""
    return [
        component("library", name, output("pkg-config", "--modversion", name), licence)
        for name, licence in LIBRARIES.items()
    ]


def runtime() -> dict:
    """The Swift runtime, whose version is the compiler's."""
    match = re.search(r"Swift version (\S+)", output("swift", "--version"))
    return component("library", "swift", match[1] if match else "unknown", SWIFT)


def models(tool: str) -> list[dict]:
    """The packs inside the tool, by fingerprint and digest."""
    listed = json.loads(output(tool, "models", "--json"))
    found = []
    for model in sorted(listed, key=lambda entry: entry["name"]):
        pack = ROOT / f"Sources/EmbeddedModels/packs/{model['name']}.rdcpack"
        digest = hashlib.sha256(pack.read_bytes()).hexdigest()
        found.append(
            component(
                "machine-learning-model",
                model["name"],
                model["fingerprint"],
                "MIT",
                hashes=[{"alg": "SHA-256", "content": digest}],
            )
        )
    return found


def main() -> None:
    tool = str(pathlib.Path(sys.argv[1]).resolve())
    rdc = component("application", "rdc", output(tool, "--version"), "MIT")
    parts = [*packages(), *libraries(), runtime(), *models(tool)]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": rdc},
        "components": parts,
        "dependencies": [
            {"ref": "rdc", "dependsOn": [part["bom-ref"] for part in parts]}
        ],
    }
    print(json.dumps(bill, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
