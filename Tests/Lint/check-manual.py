#!/usr/bin/env python3
"""Checks that the man pages and a built rdc name the same options.

check-manual.py RDC, the path of the tool. Its version is the latest one in the
changelog. Each command has a page, each option
an `.It Fl` line there, and no page has an option that its command lacks. A page
may say nothing of --help and --version, which all commands have.
"""

import json
import pathlib
import re
import subprocess
import sys

MANUAL = pathlib.Path(__file__).resolve().parents[2] / "man"
EVERYWHERE = {"-h", "--help", "--version"}
IGNORED = {"help"}

Command = dict


def options(command: Command) -> list[set[str]]:
    """The names of each option of a command and of the commands below it."""
    found = []
    for argument in command.get("arguments", []):
        names = {
            ("--" if name["kind"] == "long" else "-") + name["name"]
            for name in argument.get("names", [])
        }
        if names and not names & EVERYWHERE:
            found.append(names)
    for child in command.get("subcommands", []):
        if child["commandName"] not in IGNORED:
            found += options(child)
    return found


def documented(page: str) -> set[str]:
    """The options that have an item in a page."""
    found = set()
    for line in re.findall(r"^\.It (Fl .*)$", page, re.MULTILINE):
        found |= {"-" + name for name in re.findall(r"\bFl (-?[\w-]+)", line)}
    return found


def faults(name: str, command: Command) -> list[str]:
    """Where a command and its page differ."""
    path = MANUAL / f"{name}.1"
    if not path.exists():
        return [f"man/{path.name}: no such page"]
    page = documented(path.read_text())
    known = options(command)
    lines = [
        f"man/{path.name}: no word of {' or '.join(sorted(names))}"
        for names in known
        if not names & page
    ]
    extra = page - EVERYWHERE - set().union(*known)
    return lines + [
        f"man/{path.name}: has {option}, which the command lacks"
        for option in sorted(extra)
    ]


def version_faults(tool: str) -> list[str]:
    """What is wrong with the version that the tool tells."""
    told = subprocess.run([tool, "--version"], check=True, capture_output=True, text=True)
    changes = (MANUAL.parent / "CHANGELOG.md").read_text()
    python = (MANUAL.parent / "Sources/Python/pyproject.toml").read_text()
    found = {
        "CHANGELOG.md": re.search(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE),
        "pyproject.toml": re.search(r'^version = "(.*)"', python, re.MULTILINE),
    }
    version = told.stdout.strip()
    return [
        f"{name}: its latest version is not {version}"
        for name, match in found.items()
        if not match or match[1] != version
    ]


def main() -> int:
    """Prints every fault; the status is 1 if there is one."""
    tool = subprocess.run(
        [sys.argv[1], "--experimental-dump-help"],
        check=True,
        capture_output=True,
        text=True,
    )
    lines = version_faults(sys.argv[1])
    for command in json.loads(tool.stdout)["command"]["subcommands"]:
        if command["commandName"] not in IGNORED:
            lines += faults(f"rdc-{command['commandName']}", command)
    print("\n".join(lines), end="\n" if lines else "")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
