"""Seconds and memory of processes, and the table that shows them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rdc_trainer.photo_benchmark.results import Results
from rdc_trainer.photo_benchmark.tables import markdown
from rdc_trainer.photo_benchmark.timings import cost, timing_lines


def test_a_sleeping_process_takes_wall_seconds_alone() -> None:
    command = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(0.3)"]
    wall, worked, memory = cost(command)
    assert wall > 0.3 > worked
    assert 1 < memory < 200


def test_memory_is_that_of_the_process() -> None:
    small, large = (
        cost([sys.executable, "-I", "-S", "-c", f"bytearray({size} << 20)"])[2] for size in (1, 65)
    )
    assert large - small == pytest.approx(64, abs=4)


def test_a_failing_process_is_an_error() -> None:
    with pytest.raises(ValueError, match="-c exit"):
        cost([sys.executable, "-I", "-S", "-c", "exit(3)"])


def test_the_table_has_shares_of_avifs_seconds(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json")
    assert timing_lines(results, markdown) == ["Times and memory are not measured yet."]
    results.content["timings"] = {
        "set": "kodak", "pictures": 24, "runs": 3, "quality": 50, "tools": ["rdc", "libavif"],
        "processor": "some processor", "cores": 2, "threads": 2, "load": [0.1, 1.5],
        "bpp": {"rdc": 0.5, "avif": 0.51},
        "medians": {
            "rdc encode": [0.2, 0.3, 50], "avif encode": [0.4, 0.4, 28],
            "rdc decode, perceptual": [0.15, 0.2, 60], "avif decode": [0.1, 0.1, 11],
        },
    }  # fmt: skip
    lines = timing_lines(results, markdown)
    assert "(load 0.1 before, 1.5 after)" in lines[0]
    row = "| rdc encode | 0.500 | 0.200 s | 0.50 × | 0.300 s | 0.75 × | 50 MiB |"
    assert row in lines
    assert any("rdc decode, perceptual" in line and "1.50 ×" in line for line in lines)
