"""`python -m rdc.dataset`: data sets to .rdc, and back."""

import argparse
import sys
from typing import Any

from rdc._errors import Error
from rdc.dataset._run import run


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(
        prog="python -m rdc.dataset",
        description="Encodes and decodes data sets on Ray Data. A run that was "
        "interrupted goes on where it stopped when it is started again.",
    )
    commands = root.add_subparsers(dest="command", required=True)
    encode = commands.add_parser("encode", help="pictures to .rdc")
    decode = commands.add_parser("decode", help=".rdc to PNG")
    for command in (encode, decode):
        command.add_argument(
            "source", help="a folder, a .tar or a .parquet file, or a folder of these"
        )
        command.add_argument("target", help="the folder to write shards into")
        command.add_argument("--format", choices=("parquet", "tar"), default="parquet")
        command.add_argument("--column", help="of Parquet that holds the pictures")
        command.add_argument("--shard-size", type=int, metavar="N",
                             help="pictures a shard, where the source has none; "
                             "default: a 64th of all, 1000 at most")
        command.add_argument("--workers", type=int, help="default: one a processor")
        command.add_argument("--threads", type=int, default=1, help="of each worker")
        command.add_argument("--max-memory", type=int, metavar="MIB")
        command.add_argument("--address", help="of a Ray cluster; default: none")
    rate = encode.add_mutually_exclusive_group()
    rate.add_argument("-q", "--quality", type=float, help="photos: 0 to 100")
    rate.add_argument("--bpp", type=float, help="photos: bits a pixel")
    rate.add_argument("--size", type=int, help="photos: bytes of each file")
    rate.add_argument("--rung", type=int, help="digits")
    encode.add_argument("--model")
    encode.add_argument("--seed", type=int)
    encode.add_argument("--effort", type=int, default=5)
    encode.add_argument("--strip", action="store_true", help="no ICC profile, no Exif")
    decode.add_argument("--head", default="perceptual")
    decode.add_argument("--strength", type=float, default=1.0)
    return root


_SETTINGS = {
    "encode": ("quality", "bpp", "size", "rung", "model", "seed", "effort", "strip"),
    "decode": ("head", "strength"),
}


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; gives the exit status."""
    given = parser().parse_args(arguments)
    settings = {
        name: getattr(given, name)
        for name in _SETTINGS[given.command]
        if getattr(given, name) is not None
    }
    codec: dict[str, Any] = {"threads": given.threads}
    if given.max_memory is not None:
        codec["max_memory"] = given.max_memory << 20
    try:
        if given.shard_size is not None and given.shard_size < 1:
            raise ValueError("--shard-size takes a number from 1")
        summary = run(
            given.source,
            given.target,
            encodes=given.command == "encode",
            settings=settings,
            codec=codec,
            format=given.format,
            column=given.column,
            shard_size=given.shard_size,
            workers=given.workers,
            address=given.address,
            report=lambda line: print(line, file=sys.stderr),
        )
    except (Error, ValueError, OSError) as error:
        # Ray wraps what a worker raises, with the worker's trace.
        print(f"rdc.dataset: {getattr(error, 'cause', error)}", file=sys.stderr)
        return 1
    print(summary.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
