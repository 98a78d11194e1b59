"""Rows of the results file that belong together: curves, and the dial's knots."""

from __future__ import annotations

from ..digits.settings import BETWEEN, SETTINGS
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


def ends(results: Results, head: str, rung: str = MAIN) -> list[dict]:
    """The two ends of the dial to a head."""
    return [
        row for end in ("distortion", head)
        for row in results.select(system="ours", rung=rung, head=end, strength=1.0)
    ]


def separate(results: Results, head: str, shipped: bool, rung: str = MAIN) -> list[dict]:
    """Heads of their own on the way to a head: the dial's knots, or the others."""
    return [
        row for row in results.select(system="separate", rung=rung, head=head)
        if (weight_of(row["settings"]) in BETWEEN[rung].get(head, [])) == shipped
    ]


def dial(results: Results, head: str, rung: str = MAIN) -> list[dict]:
    """All that was measured on the dial, ends and knots included."""
    return [
        *results.select(system="ours", rung=rung, head="distortion", strength=1.0),
        *results.select(system="ours", rung=rung, head=head),
        *separate(results, head, True, rung),
    ]


def blend(results: Results, head: str, rung: str = MAIN) -> list[dict]:
    """The plain blend of the dial's ends."""
    return ends(results, head, rung) + results.select(system="blend", rung=rung, head=head)


def variants(
    results: Results, codec: str, heads: str | None = None, mu: float | None = None
) -> list[dict]:
    """Codecs with one thing changed; `heads` as the codec, μ as shipped by default."""
    wanted = {"mu": SETTINGS[MAIN].mu if mu is None else mu, "heads": heads or codec}
    return results.select(system="variant", rung=MAIN, codec=codec, **wanted)
