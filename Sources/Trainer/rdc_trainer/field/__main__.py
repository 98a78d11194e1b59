"""Trains the photo pack from the start: ``python -m rdc_trainer.field DATA WORK PACK``.

The stages and all their settings are in `photo.toml` beside this file. A run that was
stopped goes on where it was: stages that are finished are left out, and the one that was
running resumes from its checkpoint. What they print goes to ``WORK/log.txt``, too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from .device import load

Stage = dict[str, Any]


def finished(stage: Stage, work: Path) -> bool:
    """Whether a stage's file is there, and has been trained for as long as it says."""
    made = work / stage["makes"] if "makes" in stage else None
    if made is None or not made.exists():
        return False
    if "until" not in stage:
        return True
    return load(made)[stage["until"]] >= stage["amount"]


def run(command: list[str], log: Path) -> None:
    """Runs a module, and keeps what it prints."""
    with log.open("a") as kept:
        kept.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {' '.join(command)}\n")
        with subprocess.Popen(
            [sys.executable, "-u", "-m", *command], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                print(line, end="", flush=True)
                kept.write(line)
                kept.flush()
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with status {process.returncode}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with photos/ and imagenet-sample/")
    parser.add_argument("work", type=Path, help="folder of checkpoints")
    parser.add_argument("pack", type=Path, help="the pack to write")
    parser.add_argument("--settings", type=Path, help="instead of photo.toml")
    arguments = parser.parse_args()
    settings = arguments.settings or files(__package__) / "photo.toml"
    arguments.work.mkdir(parents=True, exist_ok=True)
    places = {name: str(getattr(arguments, name)) for name in ("data", "work", "pack")}
    for stage in tomllib.loads(settings.read_text())["stage"]:
        if finished(stage, arguments.work):
            print(f"{stage['name']}: done before", flush=True)
            continue
        print(f"{stage['name']} …", flush=True)
        run([part.format(**places) for part in stage["command"]], arguments.work / "log.txt")


if __name__ == "__main__":
    main()
