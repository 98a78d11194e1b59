"""What a place knows about its symbols: rdc-field(5), Features and Networks."""

import numpy as np

from .field_model import FieldModel, Group

CAUSAL = (
    [(-2, x) for x in range(-2, 3)]
    + [(-1, x) for x in range(-2, 3)]
    + [(0, -2), (0, -1)]
)
AROUND = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
OWN = [(-1, -1), (-1, 0), (-1, 1), (0, -1)]
EDGE = 2  # zeros around a strip


def wrapped(x: np.ndarray) -> np.ndarray:
    """Modulo 2^32, read with its sign."""
    return (x + (1 << 31) & 0xFFFFFFFF) - (1 << 31)


def sig(v: np.ndarray) -> np.ndarray:
    return np.clip(v, -512, 512) >> 3


def lin(v: np.ndarray) -> np.ndarray:
    return np.clip(v, -4096, 4096)


def anchored(table: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The rows of a table of anchors at quality indices."""
    a = np.minimum(q >> 6, len(table) - 2)
    f = (q - 64 * a)[..., None]
    return table[a] * (64 - f) + table[a + 1] * f >> 6


class Contexts:
    """The contexts of one group over a strip of rows x columns places.

    `values` [rows + 4, columns + 4, channels] holds Y, with zeros around; `given`
    the values of given means in the same way, before all other channels; `slopes`
    [rows, columns, slopes] are made by the caller, who can look beyond the strip.
    """

    def __init__(
        self,
        model: FieldModel,
        group: Group,
        groups: list[Group],
        values: np.ndarray,
        given: np.ndarray,
        slopes: np.ndarray,
        quality: np.ndarray,
    ) -> None:
        self.model, self.group, self.values = model, group, values
        self.rows, self.columns = quality.shape
        t = group.tensors
        self.slopes = slopes
        self.base = anchored(t["hiddenBias"], quality)
        self.bias = anchored(t["bias"], quality)
        if not group.reference:
            self.flag_bias = anchored(t["flagBias"][:, None], quality)[..., 0]
        if "window" in t:
            signed = [
                g
                for g in groups
                if g.means and not g.reference and g.first < group.first
            ]
            earlier = np.concatenate([given, values[..., : group.first]], axis=2)
            window = [
                self.mag(earlier),
                *(sig(values[..., g.channels]) for g in signed),
            ]
            self.add_window(np.concatenate(window, axis=2), t["window"])
        if "slopes" in t:
            self.base += (
                np.concatenate([sig(slopes), self.mag(slopes)], axis=2) @ t["slopes"]
            )

    def mag(self, v: np.ndarray) -> np.ndarray:
        return self.model.lut[np.minimum(np.abs(v) + 32 >> 6, 63)]

    def add_window(self, features: np.ndarray, weights: np.ndarray) -> None:
        for dy in range(3):
            for dx in range(3):
                y, x = dy + EDGE - 1, dx + EDGE - 1
                part = features[y : y + self.rows, x : x + self.columns]
                self.base += part @ weights[dy, dx]

    def inside(self, y: int, x: int) -> bool:
        return 0 <= y < self.rows and 0 <= x < self.columns

    def neighbour(self, y: int, x: int) -> np.ndarray:
        return self.values[y + EDGE, x + EDGE, self.group.channels]

    def reference(self, y: int, x: int) -> np.ndarray:
        """r of each channel."""
        size = self.group.size
        if not self.group.reference:
            return np.zeros(size, np.int64)
        there = [(y, x - 1)] * (x > 0) + [(y - 1, x)] * (y > 0)
        found = [self.neighbour(*place) for place in there]
        if len(found) == 2:
            return found[0] + found[1] >> 1
        return found[0] if found else np.zeros(size, np.int64)

    def at(self, y: int, x: int) -> tuple[int, np.ndarray, np.ndarray]:
        """The chance index f of the flag (0 of references), classes and means m."""
        group, t, n = self.group, self.group.tensors, self.group.size
        causal = np.stack([self.neighbour(y + dy, x + dx) for dy, dx in CAUSAL])
        r = self.reference(y, x)
        a = self.base[y, x].copy()
        if group.means:
            inside = [self.inside(y + dy, x + dx) for dy, dx in CAUSAL]
            near = np.where(np.array(inside)[:, None], causal - r, 0).reshape(-1)
            a += np.concatenate([sig(near), self.mag(near)]) @ t["near"]
        else:
            for (dy, dx), weights in zip(OWN, t["own"], strict=True):
                a += self.mag(self.neighbour(y + dy, x + dx)) @ weights
        hidden = np.minimum(np.maximum(wrapped(a), 0) >> 5, 32767)
        out = self.bias[y, x] + hidden @ t["leave"]
        z = out[:n]
        f = 0
        magnitudes = self.mag(causal)
        if not group.reference:
            z = z + (magnitudes * t["same"]).sum(axis=0)
            active = (magnitudes > 0).any(axis=1)
            chance = self.flag_bias[y, x] + hidden @ t["flag"] + active @ t["flagSame"]
            f = int(np.clip(wrapped(chance + (1 << 18)) >> 19, 0, 63))
        kinds = np.clip(wrapped(z + (1 << 18)) >> 19, 0, self.model.classes - 1)
        m = np.zeros(n, np.int64)
        if group.means:
            linear = np.concatenate([lin(near), lin(self.slopes[y, x])]) @ t["linear"]
            m = r + (wrapped(out[n:] + linear + (1 << 13)) >> 14)
        return f, kinds, m
