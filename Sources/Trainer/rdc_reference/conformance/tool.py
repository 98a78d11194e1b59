"""The tool that is compared with the reference."""

import io
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image


class Tool:
    def __init__(self, rdc: Path) -> None:
        self.rdc = rdc.resolve()

    def run(
        self, path: Path, *arguments: str, command: str = "decode"
    ) -> subprocess.CompletedProcess:
        words = [str(self.rdc), command, path.name, *arguments]
        return subprocess.run(words, cwd=path.parent, capture_output=True)

    def names(self, path: Path) -> list[str] | None:
        """What the pictures of a file are called."""
        return json.loads(self.run(path, "--json", command="info").stdout)["names"]

    def samples(
        self, path: Path, head: str, strength: str
    ) -> tuple[bytes, bytes | None]:
        """The samples of all pictures, and the alpha channel of a photo."""
        dial = () if head == "distortion" else ("--strength", strength)
        reading = ("--head", head, *dial, "--quiet", "-o")
        done = self.run(path, *reading, "-")
        if done.returncode == 0:
            picture = Image.open(io.BytesIO(done.stdout))
            if picture.mode not in ("LA", "RGBA"):
                return picture.tobytes(), None
            planes = np.asarray(picture)
            return planes[..., :-1].tobytes(), planes[..., -1].tobytes()
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder, "pictures-idx3-ubyte")
            done = self.run(path, *reading, str(output))
            if done.returncode:
                raise SystemExit(f"{path}: {done.stderr.decode()}")
            return output.read_bytes()[16:], None

    def error(self, path: Path) -> str:
        """The line on standard error, behind the name of the file."""
        with tempfile.TemporaryDirectory() as folder:
            # A name without an ending is a folder's, which only sets go into.
            name = "output.png" if "photo" in path.parts else "output"
            done = self.run(path, "-o", str(Path(folder, name)))
        line = done.stderr.decode().strip()
        if done.returncode != 1 or not line.startswith("Error: ") or "\n" in line:
            raise SystemExit(f"{path}: status {done.returncode}, {line}")
        # What is found only when the PNG is written has no name.
        return line.removeprefix("Error: ").removeprefix(f"{path.name}: ")
