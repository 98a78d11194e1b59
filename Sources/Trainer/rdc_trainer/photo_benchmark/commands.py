"""`rdc-train photo-benchmark`, `photo-figures` and `crops`."""

from __future__ import annotations

import argparse
from pathlib import Path

FOLDER = Path("Sources/Trainer")
RESULTS = FOLDER / "results" / "photo-benchmark.json"
RDC = Path(".build/release/rdc")


def named_folder(text: str) -> tuple[str, Path]:
    """``NAME=FOLDER``."""
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=FOLDER")
    return name, Path(folder)


def photo_benchmark(arguments: argparse.Namespace) -> None:
    """Measures rates and qualities, or with ``--timings`` seconds and memory."""
    from .codecs import OTHERS, other, rdc
    from .comparisons import compare_all
    from .measure import benchmark
    from .results import Results
    from .timings import time_all

    results = Results.resume(arguments.out)
    codecs = []
    for name in arguments.codecs:
        codec = rdc(arguments.rdc) if name == "rdc" else other(name)
        if codec is None:
            print(f"{OTHERS[name].encode[0]} is not installed: {name} is left out")
        else:
            codecs.append(codec)
    if arguments.timings:
        first = arguments.pictures[0]
        time_all(results, codecs, *first, arguments.limit, arguments.runs)
    else:
        benchmark(results, dict(arguments.pictures), codecs, arguments.limit)
        compare_all(results)


def photo_figures(arguments: argparse.Namespace) -> None:
    """Draws what was measured."""
    from .figures import draw_all
    from .results import Results
    from .tables import tables, write_curves, write_tables

    results = Results.read(arguments.results)
    paths = draw_all(results, arguments.out)
    if arguments.report:
        write_tables(results, arguments.report)
        paths.append(arguments.report)
    else:
        print(tables(results))
    if arguments.against_folder:
        paths += write_curves(results, arguments.against_folder)
    print("\n".join(map(str, paths)))


def crops(arguments: argparse.Namespace) -> None:
    """Draws a sheet of crops."""
    from .crops import draw_sheet

    draw_sheet(arguments.rdc, arguments.pictures, arguments.crop, arguments.bpp, arguments.out)


def add_commands(commands) -> None:
    """The commands around the photo benchmark."""
    command = commands.add_parser(
        "photo-benchmark", help="rdc beside JPEG, WebP, AVIF, JPEG XL on photos; resumable"
    )
    command.add_argument("--rdc", type=Path, default=RDC)
    command.add_argument(
        "--pictures", type=named_folder, nargs="+", required=True, metavar="NAME=FOLDER"
    )
    command.add_argument(
        "--out", type=Path, default=RESULTS, help="JSON to write and to go on with"
    )
    names = ["rdc", "jpeg", "webp", "avif", "jxl"]
    command.add_argument("--codecs", nargs="+", choices=names, default=names)
    command.add_argument("--limit", type=int, help="the first pictures of each set alone")
    command.add_argument(
        "--timings", action="store_true",
        help="seconds and memory on the first set instead, near 0.5 bits a pixel; wants a quiet"
        " machine, and the points that a run without this has measured",
    )
    command.add_argument("--runs", type=int, default=3, help="of each process with --timings")
    command.set_defaults(run=photo_benchmark)
    command = commands.add_parser("photo-figures", help="its curves and tables")
    command.add_argument("--results", type=Path, default=RESULTS)
    command.add_argument("--out", type=Path, default=FOLDER / "figures")
    command.add_argument("--report", type=Path, help="Markdown whose tables to renew, else printed")
    command.add_argument(
        "--against-folder", type=Path, help="write mean points for `rdc measure --against` here"
    )
    command.set_defaults(run=photo_figures)
    command = commands.add_parser("crops", help="crops of original, AVIF of equal size, all heads")
    command.add_argument("--rdc", type=Path, default=RDC)
    command.add_argument(
        "--pictures", type=Path, nargs="+", required=True,
        help="a folder, or pictures; PICTURE.png@X,Y places the crop's corner",
    )
    command.add_argument("--crop", type=int, default=192, help="side in pixels")
    command.add_argument("--bpp", type=float, nargs="+", default=[0.15, 0.3, 0.6])
    command.add_argument("--out", type=Path, required=True)
    command.set_defaults(run=crops)
