"""Photos to latents: rdc(5), Photos; rdc-field(5), Geometry, Quality map and Groups."""

from itertools import pairwise

import numpy as np

from . import statement
from .container import Bytes, File
from .errors import Refused
from .field_contexts import AROUND, EDGE, Contexts
from .field_means import block_means
from .field_model import Group, field_model
from .field_symbols import SymbolDecoder
from .pack import Pack
from .philox import words
from .range_coder import RangeDecoder

LARGEST = 1 << 26  # pixels: this reader's own limit


class FieldPicture:
    """The one picture of a file, decoded to latents."""

    def __init__(self, file: File, pack: Pack) -> None:
        if file.count != 1:
            raise Refused("count", f"{file.count} photos")
        self.file, self.pack = file, pack
        self.model = field_model(pack)
        width, height = file.size
        if width * height > LARGEST:
            raise Refused("limit", f"{width}x{height} pixels")
        self.hc, self.wc = -(-height // 32), -(-width // 32)
        self.h, self.w = 4 * self.hc, 4 * self.wc
        self.stated = []
        if 5 in file.sections:
            labels = len(self.model.settings.get("labels", []))
            self.stated = statement.parse(file.sections[5], labels)
        self.decode([RangeDecoder(part) for part in self.split(file.payload)])

    def decode(self, coders: list[RangeDecoder]) -> None:
        """All latents, of one coder for the cells and one for each strip."""
        self.decode_cells(coders[0])
        self.decode_strips(coders[1:])

    def split(self, payload: bytes) -> list[bytes]:
        """The payloads of the cells and of the strips, after the header."""
        try:
            rest = Bytes(payload)
            settings = rest.number(1)
            strips = 1 << (settings >> 3)
            self.q = 2 * self.file.quality + (settings & 1)
            self.gray, self.mapped = bool(settings & 2), bool(settings & 4)
            if self.q >= self.model.qualities:
                raise Refused("quality", f"index {self.q}")
            if strips > min(64, self.hc):
                raise Refused("strips", f"{strips} of {self.hc} rows of cells")
            sizes = [rest.varint() for _ in range(strips)]
            parts = [rest.take(size) for size in sizes]
        except Refused as error:
            if error.reason in ("cut", "number"):
                raise Refused("parts", str(error)) from error
            raise
        return [*parts, payload[rest.offset :]]

    def decode_cells(self, coder: RangeDecoder) -> None:
        steps = np.zeros((self.hc, self.wc), np.int64)
        if self.mapped:
            if "map" not in self.pack:
                raise Refused("map", "the model has none")
            self.decode_map(coder, steps)
        self.quality = np.clip(self.q + 16 * steps, 0, self.model.qualities - 1)
        nothing = np.zeros((self.hc, self.wc, 0), np.int64)
        self.coarse = self.decode_plane(
            coder, self.model.coarse, (0, self.hc), self.quality, nothing
        )
        coder.finish()
        unit = self.pack.integers("coarseUnit")[self.quality]
        dct, post = self.pack.integers("coarseDCT"), self.pack.integers("coarsePost")
        self.means = block_means(self.coarse, unit, dct, post)

    def decode_map(self, coder: RangeDecoder, steps: np.ndarray) -> None:
        tables = self.pack.integers("map").tolist()
        for y, x in np.ndindex(steps.shape):
            prediction, context = predicted_step(steps, y, x)
            step = prediction + coder.symbol(tables[context]) - 12
            if not -4 <= step <= 8:
                raise Refused("map", f"step {step}")
            steps[y, x] = step

    def decode_strips(self, coders: list[RangeDecoder]) -> None:
        self.block_quality = self.quality.repeat(4, axis=0).repeat(4, axis=1)
        bounds = [4 * (self.hc * i // len(coders)) for i in range(len(coders) + 1)]
        parts = []
        for coder, strip in zip(coders, pairwise(bounds), strict=True):
            plane = self.decode_plane(
                coder, self.model.fine, strip, self.block_quality, self.means
            )
            parts.append(plane)
            coder.finish()
        self.fine = np.concatenate(parts)

    def decode_plane(
        self,
        coder: RangeDecoder,
        groups: list[Group],
        strip: tuple[int, int],
        quality: np.ndarray,
        means: np.ndarray,
    ) -> np.ndarray:
        """Y [rows, columns, channels] of a strip of a scale."""
        symbols = SymbolDecoder(self.model, coder)
        rows = slice(*strip)
        local = quality[rows]
        channels = sum(group.size for group in groups)
        frame = ((EDGE, EDGE), (EDGE, EDGE), (0, 0))
        values = np.pad(np.zeros((*local.shape, channels), np.int64), frame)
        unit = self.pack.integers("meanUnit")[quality][..., : means.shape[2]]
        given = np.pad((means * unit + (1 << 15) >> 16)[rows], frame)
        body = values[EDGE:-EDGE, EDGE:-EDGE]
        for group in groups:
            if means.shape[2]:
                slopes = self.slopes(means, unit)[rows]
            else:
                slopes = self.slopes(body[..., : min(group.first, 3)], None)
            contexts = Contexts(self.model, group, groups, values, given, slopes, local)
            dither = self.dither(group, strip, quality.shape)
            for y, x in np.ndindex(local.shape):
                f, kinds, m = contexts.at(y, x)
                body[y, x, group.channels] = self.decode_place(
                    symbols, group, f, kinds, m, dither[y, x]
                )
        return body

    def slopes(self, leading: np.ndarray, unit: np.ndarray | None) -> np.ndarray:
        """Differences to the neighbours around, channels outermost."""
        rows, columns, channels = leading.shape
        result = np.zeros((rows, columns, channels, len(AROUND)), np.int64)
        for i, (dy, dx) in enumerate(AROUND):
            y = np.clip(np.arange(rows) + dy, 0, rows - 1)
            x = np.clip(np.arange(columns) + dx, 0, columns - 1)
            difference = leading[y][:, x] - leading
            if unit is not None:
                difference = difference * unit + (1 << 15) >> 16
            result[..., i] = difference
        return result.reshape(rows, columns, -1)

    def dither(
        self, group: Group, strip: tuple[int, int], plane: tuple[int, int]
    ) -> np.ndarray:
        """The top six bits of the words of a strip, less 32: u at amplitude 64."""
        c, y, x = np.meshgrid(
            np.arange(group.first, group.first + group.size),
            np.arange(*strip),
            np.arange(plane[1]),
            indexing="ij",
        )
        number = (c * plane[0] + y) * plane[1] + x
        stream = 3 if group.name.startswith("coarse") else 0
        word = words(self.file.seed, number, 0, stream)
        return ((word >> 26) - 32).transpose(1, 2, 0)

    def decode_place(self, symbols, group, f, kinds, m, dither) -> np.ndarray:
        flagged = not group.reference
        if flagged and not symbols.flag(group.number, f):
            y = m
        else:
            u = dither * self.model.dither[kinds] >> 6
            k = symbols.symbols(group.number, kinds.tolist(), u.tolist(), flagged)
            y = 64 * np.array(k) + m - u
        return np.clip(y, -(1 << 21), 1 << 21)


def predicted_step(steps: np.ndarray, y: int, x: int) -> tuple[int, int]:
    """The prediction of a cell's step from those on the left and above; its context."""
    near = [int(steps[y, x - 1])] * (x > 0) + [int(steps[y - 1, x])] * (y > 0)
    if len(near) < 2:
        return sum(near), len(near)
    return sum(near) >> 1, 1 if near[0] == near[1] else 2
