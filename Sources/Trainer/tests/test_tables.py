"""Counting of the entropy model's tables."""

from __future__ import annotations

import numpy as np
import pytest

from rdc_trainer.field.coder import Coded
from rdc_trainer.field.fit import Counts
from rdc_trainer.field.layout import COARSE, FINE
from rdc_trainer.field.tables import Tables, class_scale, logistic_cells, radius

GROUP = 4
"""A group of the fine scale with a flag."""


def drawn(index: int, count: int) -> Coded:
    """Groups of one class, drawn from its logistic, of which all zeros have no symbols."""
    rng = np.random.default_rng(1)
    reach = radius(index) + 1
    start, size = FINE.starts[GROUP], FINE.sizes[GROUP]
    symbols = rng.choice(
        np.arange(-reach, reach + 1), (1, size, 1, count), p=logistic_cells(index)
    )
    coded = Coded.empty(FINE, 1, 1, count)
    coded.classes[:] = -1
    coded.flags[:, FINE.references :] = 32
    coded.raised[:] = 0
    raised = (symbols != 0).any(axis=1)
    part = slice(start, start + size)
    coded.symbols[:, part] = symbols
    coded.classes[:, part] = np.where(raised[:, None], index, -1)
    coded.raised[:, GROUP] = raised
    return coded


@pytest.mark.parametrize("index", [3, 6, 9])
def test_counts_behind_raised_flags_give_back_what_is_not_seen(index: int) -> None:
    assert FINE.references <= GROUP < len(FINE.groups)
    counts = Counts()
    counts.add(FINE, drawn(index, 40_000))
    tables, _ = counts.tables(Tables.logistic())
    number = len(COARSE.groups) + GROUP
    masses = logistic_cells(index)
    expected = masses[len(masses) // 2]
    found = tables.zero()[number][index]
    assert abs(found - expected) < 0.01, class_scale(index)
    # Counted as they are, raised groups have fewer zeros.
    seen = counts.cells([np.zeros_like(row) for row in tables.zero()])[number, index]
    assert seen[len(seen) // 2] / seen.sum() < expected - 0.003
