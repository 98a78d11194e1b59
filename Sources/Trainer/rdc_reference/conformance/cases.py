"""A file of the conformance folder, and what a decoder makes of it."""

from dataclasses import dataclass, field

from .container_writer import FileWriter


@dataclass
class Case:
    name: str
    source: FileWriter | bytes
    covers: str
    heads: list[str] = field(default_factory=list)  # all, if none is named
    dial: list[str] = field(default_factory=list)  # heads with strengths below 1

    @property
    def data(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source.data()
