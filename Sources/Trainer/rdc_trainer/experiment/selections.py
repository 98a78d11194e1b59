"""Rows of the results file that belong together: curves, and the dial's knots."""

from __future__ import annotations

from ..digits.settings import BETWEEN
from .grid import MAIN
from .ours import weight_of
from .results import Results


def frontier(results: Results, rung: str, goal: str) -> list[dict]:
    """End-to-end rows of a goal, from λ = 0 on."""
    of_rung = {"system": "end-to-end", "rung": rung}
    return results.select(**of_rung, goal="distortion") + results.select(**of_rung, goal=goal)


def decoders(results: Results, rung: str, goal: str, frozen: str, weight: float) -> list[dict]:
    """Universal rows of a goal on one frozen encoder."""
    return results.select(
        system="universal", rung=rung, goal=goal, frozen={"goal": frozen, "weight": weight}
    )


def ends(results: Results, head: str) -> list[dict]:
    """The two ends of the dial to a head at the main rate."""
    return [
        row for end in ("distortion", head)
        for row in results.select(system="ours", rung=MAIN, head=end, strength=1.0)
    ]


def separate(results: Results, head: str, shipped: bool) -> list[dict]:
    """Heads of their own on the way to a head: the dial's knots, or the others."""
    return [
        row for row in results.select(system="separate", rung=MAIN, head=head)
        if (weight_of(row["settings"]) in BETWEEN[MAIN][head]) == shipped
    ]


def dial(results: Results, head: str) -> list[dict]:
    """All that was measured on the dial, ends and knots included."""
    return [
        *results.select(system="ours", rung=MAIN, head="distortion", strength=1.0),
        *results.select(system="ours", rung=MAIN, head=head),
        *separate(results, head, shipped=True),
    ]


def blend(results: Results, head: str) -> list[dict]:
    """The plain blend of the dial's ends."""
    return ends(results, head) + results.select(system="blend", rung=MAIN, head=head)
