"""A codec that is Python: how a model is measured before its Swift exists.

``NAME=MODULE:FACTORY:ARGUMENT``, such as ``field=rdc_trainer.field.judge:load:codec.pt``:
``FACTORY(ARGUMENT)`` gives the function that codes, (pixels, quality) → (bytes,
{head: pixels}), pixels as ``uint8`` of height × width × 3. The argument, with its colon,
may be left out. Points are kept under the name, so another checkpoint wants another name or
another results file.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from .codec import Codec


@dataclass(frozen=True)
class Candidate:
    """What the command line names."""

    name: str
    module: str
    factory: str
    argument: str | None

    @staticmethod
    def parse(text: str) -> "Candidate":
        """``NAME=MODULE:FACTORY[:ARGUMENT]``."""
        name, equals, place = text.partition("=")
        module, colon, rest = place.partition(":")
        factory, has_argument, argument = rest.partition(":")
        if not (name and equals and module and colon and factory):
            raise argparse.ArgumentTypeError(f"'{text}' is not NAME=MODULE:FACTORY[:ARGUMENT]")
        return Candidate(name, module, factory, argument if has_argument else None)

    def codec(self, heads: Sequence[str], qualities: Sequence[float]) -> Codec:
        """Loads the module and lets its factory make the function."""
        factory = getattr(importlib.import_module(self.module), self.factory)
        code = factory() if self.argument is None else factory(self.argument)
        options = f"{self.module}:{self.factory}:{self.argument or ''}"
        settings = tuple(qualities)
        return Codec(self.name, self.name, options, settings, settings, code, tuple(heads))
