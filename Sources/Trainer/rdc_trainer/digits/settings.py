"""The settings of the shipped digit pack; a rung's row is all that differs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RungSettings:
    """How one rung is trained.

    `mu` weighs the label (nats) against MSE in the search, `price` the bits;
    `classification` is λc of the classification head, `teacher` and
    `label` weigh the perceptual head's teachers, `places` its critic of places.
    """

    mu: float
    price: float
    steps: int
    dithers: int
    shared: int
    rounds: int
    classification: float
    perceptual_steps: int
    teacher: float = 0.0
    label: float = 0.0
    places: float = 0.0


SETTINGS = {
    "2x3": RungSettings(0.011, 0.0, 3000, 16, 256, 4, 0.02, 1500, 15.0, 0.3, 1.0),
    "3x3": RungSettings(0.015, 0.0, 4000, 16, 256, 4, 0.2, 4000),
    "3x4": RungSettings(0.006, 0.0, 3000, 12, 384, 4, 0.2, 1300, 15.0, 0.15, 1.0),
    "4x4": RungSettings(0.004, 0.0, 2500, 8, 768, 4, 0.02, 4400, 30.0, 0.5, 1.0),
}
#: The rung whose perceptual head the others begin with, but for its first layer.
FIRST_PAINTER = "3x3"

#: Heads between the distortion head and another one, by rung and head: λc, or
#: the weight of squared error beside the perceptual head's judges.
BETWEEN = {
    "2x3": {"perceptual": [120.0]},
    "3x3": {"perceptual": [300.0, 120.0, 30.0], "classification": [0.02, 0.06]},
    "3x4": {"perceptual": [300.0, 120.0, 60.0, 30.0, 15.0]},
    "4x4": {"perceptual": [300.0, 120.0, 60.0, 30.0, 15.0]},
}
#: Rungs whose heads between share no layer with the head at their end.
WHOLE_BETWEEN = {"3x3"}
#: Heads between of fewer steps, by rung and weight: at 3.17 bits 800 were no better.
SHORT_BETWEEN = {("2x3", 120.0): 250}


def between_steps(rung: str, weight: float) -> int:
    """The steps of a head between."""
    return SHORT_BETWEEN.get((rung, weight), 800)


#: Encoded training pictures by which a head between finds its strength.
STRENGTH_PICTURES = 10_000

#: Training pictures, the last ones, that perceptual heads are chosen on.
HELD_OUT = 5000

CLASSIFIER_EPOCHS = 6
ANALYSIS_STEPS = 2000
CLASSIFICATION_STEPS = 800
SEED = 1
