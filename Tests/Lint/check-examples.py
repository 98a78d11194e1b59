#!/usr/bin/env python3
"""Checks that the examples people read are those that the tests build and run.

Each `swift` block of the README and of a DocC catalogue is a part of
Tests/LibraryExample/main.swift, and the README's is all of it.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "Tests/LibraryExample/main.swift").read_text()


def blocks(path: pathlib.Path) -> list[str]:
    """The Swift code in a page."""
    return re.findall(r"^```swift\n(.*?)^```$", path.read_text(), re.DOTALL | re.MULTILINE)


def main() -> int:
    """Prints every fault; the status is 1 if there is one."""
    faults = []
    if blocks(ROOT / "README.md") != [EXAMPLE]:
        faults.append("README.md: its example is not Tests/LibraryExample/main.swift")
    for page in sorted(ROOT.glob("Sources/*/*.docc/*.md")):
        for block in blocks(page):
            if block not in EXAMPLE:
                first = block.partition("\n")[0]
                faults.append(f"{page.relative_to(ROOT)}: '{first}' is not in the example")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
