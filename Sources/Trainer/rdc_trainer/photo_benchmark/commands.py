"""`rdc-train photo-benchmark`, `photo-figures` and `crops`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .candidate import Candidate

FOLDER = Path("Sources/Trainer")
RESULTS = FOLDER / "results" / "photo-benchmark.json"
RDC = Path(".build/release/rdc")
HEADS = ("distortion", "perceptual", "classification")


def named_path(text: str) -> tuple[str, Path]:
    """``NAME=PATH``."""
    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=PATH")
    return name, Path(path)


def photo_benchmark(arguments: argparse.Namespace) -> None:
    """Measures rates and qualities, or with ``--timings`` seconds and memory."""
    from .anchors import ANCHORS
    from .measure import benchmark
    from .picture_sets import PictureSet
    from .rdc_binary import QUALITIES, rdc
    from .results import Results
    from .tables import tables
    from .timings import time_all

    heads, qualities = arguments.heads, arguments.qualities
    sets = [PictureSet.photos(*named) for named in arguments.pictures]
    sets += [PictureSet.classes(*named) for named in arguments.classes]
    sets = [pictures.part(arguments.every, arguments.limit) for pictures in sets]
    if not sets:
        raise ValueError("no pictures: give --pictures or --classes")
    results = Results.resume(arguments.out)
    if arguments.timings:
        time_all(results, sets[0], arguments.rdc, heads, (qualities or [50])[0], arguments.runs)
        return
    codecs = [
        rdc(arguments.rdc, heads, qualities, arguments.effort) if name == "rdc" else ANCHORS[name]()
        for name in arguments.codecs
    ]
    if arguments.candidate:
        codecs.append(arguments.candidate.codec(heads, qualities or QUALITIES))
    benchmark(results, sets, codecs)
    anchors = Results.read(arguments.anchors) if arguments.anchors else results
    print(tables(results, anchors))


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
    from .anchors import avif
    from .crops import draw_sheet
    from .rdc_binary import rdc

    if arguments.candidate:
        codec = arguments.candidate.codec(arguments.heads, ())
    else:
        codec = rdc(arguments.rdc, arguments.heads)
    anchors = [avif("iq"), avif("psnr")]
    draw_sheet(
        arguments.pictures, codec, anchors, arguments.crop, arguments.bpp, arguments.out
    )


def add_ours(command: argparse.ArgumentParser) -> None:
    """What says which codec is ours, and what is read from its files."""
    command.add_argument("--rdc", type=Path, default=RDC, help="the built program")
    command.add_argument(
        "--candidate", type=Candidate.parse, metavar="NAME=MODULE:FACTORY[:ARGUMENT]",
        help="a codec in Python: FACTORY(ARGUMENT) gives (pixels, quality) → (bytes, {head: pixels})",
    )
    command.add_argument("--heads", nargs="+", default=HEADS, help="(default: all three)")


def add_benchmark(commands) -> None:
    """``photo-benchmark``."""
    command = commands.add_parser(
        "photo-benchmark", help="rdc beside AVIF, JPEG XL, WebP, JPEG on photos; resumable"
    )
    add_ours(command)
    command.add_argument(
        "--pictures", type=named_path, nargs="+", default=[], metavar="NAME=FOLDER",
        help="photos to compare",
    )
    command.add_argument(
        "--classes", type=named_path, nargs="+", default=[], metavar="NAME=TABLE.tsv",
        help="photographs in the folder TABLE and their classes, for top-1",
    )
    command.add_argument(
        "--out", type=Path, default=RESULTS, help="JSON to write and to go on with"
    )
    command.add_argument(
        "--anchors", type=Path, help="JSON with the other codecs (default: that of --out)"
    )
    names = ["rdc", "avif-psnr", "avif-iq", "jxl", "webp", "jpeg"]
    command.add_argument(
        "--codecs", nargs="*", choices=names, default=names, help="beside a candidate: none will do"
    )
    command.add_argument("--qualities", type=float, nargs="+", help="rdc's and the candidate's")
    command.add_argument("--effort", type=int, help="rdc's -e")
    command.add_argument("--every", type=int, default=1, help="only each n-th picture of a set")
    command.add_argument("--limit", type=int, help="of these only the first ones")
    command.add_argument(
        "--timings", action="store_true",
        help="instead: seconds and memory beside avifenc and avifdec on the first set, at the first"
        " of --qualities (50); wants a quiet machine",
    )
    command.add_argument("--runs", type=int, default=3, help="of each process with --timings")
    command.set_defaults(run=photo_benchmark)


def add_commands(commands) -> None:
    """The commands around the photo benchmark."""
    add_benchmark(commands)
    command = commands.add_parser("photo-figures", help="its curves and tables")
    command.add_argument("--results", type=Path, default=RESULTS)
    command.add_argument("--out", type=Path, default=FOLDER / "figures")
    command.add_argument("--report", type=Path, help="Markdown whose tables to renew, else printed")
    command.add_argument(
        "--against-folder", type=Path, help="write mean points for `rdc measure --against` here"
    )
    command.set_defaults(run=photo_figures)
    command = commands.add_parser("crops", help="crops of original, AVIF of equal size, all heads")
    add_ours(command)
    command.add_argument(
        "--pictures", type=Path, nargs="+", required=True,
        help="a folder, or pictures; PICTURE.png@X,Y places the crop's corner",
    )
    command.add_argument("--crop", type=int, default=192, help="side in pixels")
    command.add_argument("--bpp", type=float, nargs="+", default=[0.08, 0.15, 0.3])
    command.add_argument("--out", type=Path, required=True)
    command.set_defaults(run=crops)
