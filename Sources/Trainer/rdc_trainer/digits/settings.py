"""The settings of the shipped digit pack; a rung's row is all that differs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RungSettings:
    """How one rung is trained.

    `mu` weighs the label (nats) against MSE in the search, `price` the bits;
    `classification` is λc of the classification head and `fidelity` the
    weight of MSE in the perceptual head.
    """

    mu: float
    price: float
    steps: int
    dithers: int
    shared: int
    rounds: int
    classification: float
    fidelity: float
    perceptual_steps: int


SETTINGS = {
    "2x3": RungSettings(0.011, 0.0, 3000, 16, 256, 4, 0.004, 40.0, 5000),
    "3x3": RungSettings(0.007, 0.0, 4000, 16, 256, 4, 0.004, 40.0, 5000),
    "3x4": RungSettings(0.006, 0.0, 4000, 12, 384, 4, 0.004, 40.0, 5000),
    "4x4": RungSettings(0.004, 0.0, 4000, 8, 768, 4, 0.004, 40.0, 5000),
}

CLASSIFIER_EPOCHS = 6
ANALYSIS_STEPS = 3000
CLASSIFICATION_STEPS = 2500
SEED = 1
