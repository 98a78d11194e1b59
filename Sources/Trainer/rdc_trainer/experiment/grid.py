"""What is trained and measured, the rows that must be there first."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ..digits.models import RUNGS
from ..digits.settings import BETWEEN, BETWEEN_STEPS, SETTINGS

SEED, STEPS, READER_STEPS = 1, 800, 1500
MAIN, OTHERS = "3x3", ["2x3", "3x4", "4x4"]

#: λ lists: five beside 0 at 4.75 bits, two at the other rates; in nats.
CLASSIFICATION = [0.0025, 0.005, 0.008, 0.011, 0.015]
PERCEPTION = [0.004, 0.006, 0.008, 0.011, 0.015]
FEW = [0.005, 0.015]
#: The weights of the paper's frozen encoders.
FROZEN = 0.015

HEADS = ["distortion", "perceptual", "classification"]
STRENGTHS = {
    "perceptual": [0.15, 0.25, 0.35, 0.5, 0.75, 0.8, 0.9], "classification": [0.25, 0.5, 0.75],
}
#: Heads of their own beside the dial's: λc, and the weight of squared error.
HEAD_WEIGHTS, PULLS = [0.04, 0.1], [60.0, 200.0]
#: μ of the specialists' searches; that of classification is the paper's λc.
SPECIALISTS = {"distortion": 0.0, "classification": 0.015, "perceptual": 0.0}


@dataclass
class Task:
    """One training with its measurement, or several measurements of one model."""

    name: str
    settings: dict
    needs: list[str] = field(default_factory=list)
    #: Core seconds on one 2.5 GHz core, by which the grid is estimated.
    seconds: float = 0.0


def bits(rung: str) -> float:
    """Nominal bits a picture: d·log2 L."""
    return round(RUNGS[rung].latents * math.log2(RUNGS[rung].levels), 2)


def end_to_end(rung: str, goal: str, weight: float) -> Task:
    settings = {
        "system": "end-to-end", "rung": rung, "goal": goal, "weight": weight,
        "steps": STEPS, "seed": SEED,
    }
    cost = {"distortion": 18, "classification": 22, "perception": 32}[goal]
    # λ = 0 at the main rate is scored by a critic too, as its figure is.
    critic = 13 if goal == "distortion" and rung == MAIN else 0
    return Task(f"{rung}/end-to-end/{goal}/{weight:g}", settings, [], cost + critic + 8)


def universal(rung: str, goal: str, weight: float, frozen: Task) -> Task:
    settings = {
        "system": "universal", "rung": rung, "goal": goal, "weight": weight,
        "frozen": {key: frozen.settings[key] for key in ("goal", "weight")},
        "steps": STEPS, "seed": SEED,
    }
    cost = {"distortion": 8, "classification": 11, "perception": 22}[goal]
    of = f"{frozen.settings['goal']}-{frozen.settings['weight']:g}"
    name = f"{rung}/universal-{of}/{goal}/{weight:g}"
    return Task(name, settings, [frozen.name], cost + 8)


def ours(rung: str, head: str, strength: float = 1.0, system: str = "ours") -> Task:
    """A head, or the dial to it; `blend` is the dial without heads between."""
    chosen = SETTINGS[rung]
    settings = {
        "system": system, "rung": rung, "head": head, "strength": strength,
        "mu": chosen.mu, "price": chosen.price,
    }
    return Task(f"{rung}/{system}/{head}/{strength:g}", settings, [], 12)


def specialist(head: str) -> Task:
    chosen = SETTINGS[MAIN]
    settings = {
        "system": "specialist", "rung": MAIN, "head": head, "mu": SPECIALISTS[head],
        "steps": chosen.steps, "dithers": chosen.dithers, "shared": chosen.shared, "seed": SEED,
    }
    # The perceptual specialist reads the cells of the distortion specialist.
    needs = [f"{MAIN}/specialist/distortion"] if head == "perceptual" else []
    if head == "perceptual":
        settings["headSteps"] = chosen.perceptual_steps
    if head == "classification":
        settings["headWeight"] = chosen.classification
    cost = {"distortion": 150, "classification": 230, "perceptual": 700}[head]
    return Task(f"{MAIN}/specialist/{head}", settings, needs, cost)


def separate(head: str, **weight: float) -> Task:
    """A head of its own for a place between the distortion head and `head`."""
    settings = {"system": "separate", "rung": MAIN, "head": head, **weight}
    if head == "perceptual":
        settings["headSteps"] = BETWEEN_STEPS
    cost = {"classification": 60, "perceptual": 160}[head]
    name = ",".join(f"{value:g}" for value in weight.values())
    return Task(f"{MAIN}/separate/{head}/{name}", settings, [], cost)


def centroids(rung: str) -> Task:
    settings = {"system": "k-means", "rung": rung, "rounds": 40, "seed": SEED}
    return Task(f"{rung}/k-means", settings, [], 12)


def grid() -> list[Task]:
    """All tasks; with one process they run in this order."""
    start = end_to_end(MAIN, "distortion", 0.0)
    by_label = [end_to_end(MAIN, "classification", w) for w in CLASSIFICATION]
    by_look = [end_to_end(MAIN, "perception", w) for w in PERCEPTION]
    tasks = [start, by_label[-1]]
    tasks += [
        universal(MAIN, "classification", w, by_label[-1]) for w in [0.0, *CLASSIFICATION]
    ]
    tasks += by_label[:-1]
    tasks += [ours(rung, head) for rung in RUNGS for head in HEADS]
    tasks += [centroids(rung) for rung in RUNGS]
    tasks += [specialist("distortion"), specialist("classification"), *by_look]
    tasks += [universal(MAIN, "classification", w, start) for w in CLASSIFICATION]
    tasks += [universal(MAIN, "perception", w, start) for w in PERCEPTION]
    tasks += [
        ours(MAIN, head, t, system)
        for system in ("ours", "blend") for head, found in STRENGTHS.items() for t in found
    ]
    shipped = BETWEEN[MAIN]
    tasks += [
        separate("classification", headWeight=w)
        for w in sorted([*shipped["classification"], *HEAD_WEIGHTS])
    ]
    tasks += [separate("perceptual", pull=w) for w in sorted([*shipped["perceptual"], *PULLS])]
    for rung in OTHERS:
        plain = end_to_end(rung, "distortion", 0.0)
        label, look = (
            [end_to_end(rung, goal, w) for w in FEW] for goal in ("classification", "perception")
        )
        tasks += [plain, *label, *look]
        tasks += [universal(rung, "classification", w, plain) for w in FEW]
        tasks += [universal(rung, "perception", w, plain) for w in FEW]
    tasks += [
        universal(MAIN, "perception", w, by_look[-1]) for w in [0.0, 0.006, 0.015]
    ]
    return [*tasks, specialist("perceptual")]
