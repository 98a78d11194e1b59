"""What is trained and measured, the rows that must be there first."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ..digits.models import RUNGS
from ..digits.settings import BETWEEN, SETTINGS, between_steps

SEED, STEPS, READER_STEPS = 1, 800, 1500
MAIN, OTHERS = "3x3", ["2x3", "3x4", "4x4"]

#: λ lists: five beside 0 at 4.75 bits, two at the other rates; in nats.
CLASSIFICATION = [0.0025, 0.005, 0.008, 0.011, 0.015]
PERCEPTION = [0.004, 0.006, 0.008, 0.011, 0.015]
FEW = [0.005, 0.015]
#: The weights of the paper's frozen encoders.
FROZEN = 0.015

HEADS = ["distortion", "perceptual", "classification"]
PLAIN = {"classification": [0.25, 0.5, 0.75]}
STRENGTHS = {"perceptual": [0.15, 0.25, 0.35, 0.5, 0.75, 0.8, 0.9], **PLAIN}
#: The same at the other rates: on the dials where they are checked, on the blends at the
#: knots, where a blend has as much squared error by definition. The dials to their
#: classification heads are plain blends.
FEW_STRENGTHS = {
    "2x3": {"ours": {"perceptual": [0.75]}, "blend": {**PLAIN, "perceptual": [0.56, 0.75]}},
    "3x4": {
        "ours": {"perceptual": [0.42, 0.72, 0.95]},
        "blend": {**PLAIN, "perceptual": [0.31, 0.49, 0.66, 0.79, 0.88]},
    },
    "4x4": {
        "ours": {"perceptual": [0.57, 0.95]},
        "blend": {**PLAIN, "perceptual": [0.36, 0.52, 0.65, 0.78, 0.87]},
    },
}
#: Heads of their own beside the dial's: λc, and the weight of squared error.
HEAD_WEIGHTS = {"2x3": [0.004], "3x3": [0.04, 0.1], "3x4": [0.04], "4x4": [0.004]}
PULLS = {
    "2x3": [60.0], "3x3": [10.0, 60.0, 200.0], "3x4": [7.5, 45.0, 150.0], "4x4": [7.5, 90.0]
}
#: Bits of dither a latent: none is a deterministic lattice, 6 are those of files.
DITHER_BITS = [0, 1, 2, 4, 6]
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


def separate(rung: str, head: str, **weight: float) -> Task:
    """A head of its own for a place between the distortion head and `head`."""
    settings = {"system": "separate", "rung": rung, "head": head, **weight}
    if head == "perceptual":
        settings["headSteps"] = between_steps(rung, weight["pull"])
    cost = {"classification": 60, "perceptual": 160}[head]
    name = ",".join(f"{value:g}" for value in weight.values())
    return Task(f"{rung}/separate/{head}/{name}", settings, [], cost)


def separates(rung: str) -> list[Task]:
    """The heads between of a rate's dials, and others to compare the dials with."""
    shipped = BETWEEN[rung]
    weights = sorted([*shipped.get("classification", []), *HEAD_WEIGHTS[rung]])
    pulls = sorted([*shipped["perceptual"], *PULLS[rung]])
    return [separate(rung, "classification", headWeight=w) for w in weights] + [
        separate(rung, "perceptual", pull=w) for w in pulls
    ]


def dials(rung: str) -> list[Task]:
    """Places on the dials and on the plain blends."""
    found = {"ours": STRENGTHS, "blend": STRENGTHS} if rung == MAIN else FEW_STRENGTHS[rung]
    return [
        ours(rung, head, t, system)
        for system, heads in found.items() for head, strengths in heads.items() for t in strengths
    ]


def variant(
    dither_bits: int, head: str, codec: str = "tuned", heads: str = "tuned",
    mu: float | None = None,
) -> Task:
    """A head at another resolution of the dither, or weight of the label."""
    settings = {
        "system": "variant", "rung": MAIN, "head": head, "ditherBits": dither_bits,
        "mu": SETTINGS[MAIN].mu if mu is None else mu, "codec": codec, "heads": heads,
        "codecSteps": 200, "classificationSteps": 60, "perceptualSteps": 100,
    }
    name = f"{codec}-{heads}-{dither_bits}-{settings['mu']:g}"
    return Task(f"{MAIN}/variant/{name}/{head}", settings, [], 70)


def variants() -> list[Task]:
    """What common randomness buys, and where the gap to the specialist comes from."""
    tasks = [
        variant(count, head, how, how)
        for how in ("shipped", "tuned") for count in DITHER_BITS for head in HEADS
    ]
    # On the shipped codec: more steps alone, and a search for squared error alone.
    tasks += [variant(6, "perceptual", "shipped", mu=mu) for mu in (None, 0.0)]
    return [*tasks, variant(6, "distortion", "shipped", "shipped", mu=0.0)]


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
    tasks += [*dials(MAIN), *separates(MAIN)]
    for rung in OTHERS:
        tasks += [*dials(rung), *separates(rung)]
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
    return [*tasks, specialist("perceptual"), *variants()]
