"""`rdc-train`: one command for each shipped pack."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .pack import current_commit
from .photo_benchmark.commands import add_commands as add_photo_benchmark


def digits(arguments: argparse.Namespace) -> None:
    """Trains the digit pack, or the named stages of it."""
    from .digits.classifiers import accuracy
    from .digits.export import export
    from .digits.stages import Workshop, parse_rungs, training_order

    workshop = Workshop(arguments.data, arguments.checkpoints, torch.device(arguments.device))
    guide, measure = workshop.classifier("guide"), workshop.classifier("measure")
    rungs = parse_rungs(arguments.rungs)
    trained = {r: workshop.rung(r, guide, measure) for r in sorted(rungs, key=training_order)}
    if arguments.out:
        accuracies = {
            "guide": accuracy(guide, workshop.test), "measure": accuracy(measure, workshop.test)
        }
        fingerprint = export(arguments.out, [trained[r] for r in rungs], guide, measure, accuracies, current_commit())
        size = arguments.out.stat().st_size
        print(f"{arguments.out}: {size} bytes, fingerprint {fingerprint:08x}")


def restore(arguments: argparse.Namespace) -> None:
    """Writes a shipped pack's networks as checkpoints to go on from."""
    from .digits.data import Digits
    from .digits.restore import PackCheckpoints

    data = Digits.load(arguments.data, "train", torch.device("cpu"))
    PackCheckpoints(arguments.pack, arguments.checkpoints).restore(data)


def sheets(arguments: argparse.Namespace) -> None:
    """Draws contact sheets with a built `rdc`."""
    from .sheets import all_heads, all_rungs

    if arguments.pictures.suffix == ".png":
        all_rungs(arguments.rdc, arguments.pictures, arguments.out)
    else:
        all_heads(
            arguments.rdc, arguments.pictures, arguments.rung, arguments.columns, arguments.out
        )


def bench(arguments: argparse.Namespace) -> None:
    """Times PyTorch on a pack's graphs."""
    from .bench import bench as run

    run(arguments.pack, arguments.batch, arguments.runs)


def experiment(arguments: argparse.Namespace) -> None:
    """Trains and measures the paper's grid beside ours."""
    from .experiment.bench import Places
    from .experiment.run import experiment

    places = Places(
        arguments.data, arguments.checkpoints, arguments.digits or arguments.checkpoints
    )
    experiment(places, arguments.results, arguments.jobs, arguments.only)


def limits(arguments: argparse.Namespace) -> None:
    """Prints what no head can beat on the shipped cells."""
    from .experiment.limits import table

    print(table(arguments.checkpoints))


def figures(arguments: argparse.Namespace) -> None:
    """Draws the figures from a results file."""
    from .experiment.figures import draw_all
    from .experiment.report import write_tables
    from .experiment.results import Results

    results = Results.read(arguments.results)
    for path in draw_all(results, arguments.out):
        print(path)
    if arguments.report.exists():
        write_tables(results, arguments.report)
        print(arguments.report)


def add_experiment(commands) -> None:
    """The commands around the paper's experiment."""
    folder = Path("Sources/Trainer")
    results = folder / "results" / "experiment.json"
    command = commands.add_parser("experiment", help="the paper's grid beside ours; resumable")
    command.add_argument("--data", type=Path, required=True, help="folder of the IDX files")
    command.add_argument("--checkpoints", type=Path, required=True, help="where it resumes from")
    command.add_argument(
        "--digits", type=Path, help="checkpoints of `rdc-train digits` (default: the same folder)"
    )
    command.add_argument(
        "--results", type=Path, default=results, help="JSON to write and to go on with"
    )
    command.add_argument("--jobs", type=int, default=1, help="processes, each with one thread")
    command.add_argument(
        "--only", default="*", help="rows whose name matches, such as '3x3/ours/*'"
    )
    command.set_defaults(run=experiment)
    command = commands.add_parser("limits", help="what no head can beat on the shipped cells")
    command.add_argument("--checkpoints", type=Path, required=True, help="of `rdc-train digits`")
    command.set_defaults(run=limits)
    command = commands.add_parser("figures", help="the paper's figures from a results file")
    command.add_argument("--results", type=Path, default=results)
    command.add_argument("--out", type=Path, default=folder / "figures")
    command.add_argument("--report", type=Path, default=folder / "RESULTS.md", help="its tables")
    command.set_defaults(run=figures)


def main() -> None:
    """Parses the command line."""
    parser = argparse.ArgumentParser(prog="rdc-train", description=__doc__)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("digits", help="the digit pack, from MNIST's IDX files")
    command.add_argument("--data", type=Path, required=True, help="folder of the IDX files")
    command.add_argument("--checkpoints", type=Path, required=True, help="where stages resume from")
    command.add_argument("--rungs", default="all", help="such as 3x3,4x4 (default: all)")
    command.add_argument("--out", type=Path, help="the pack to write")
    command.set_defaults(run=digits)
    command = commands.add_parser("restore", help="a digit pack's networks as checkpoints")
    command.add_argument("pack", type=Path)
    command.add_argument("--data", type=Path, required=True, help="folder of the IDX files")
    command.add_argument("--checkpoints", type=Path, required=True, help="folder to write")
    command.set_defaults(run=restore)
    command = commands.add_parser("sheet", help="originals beside all heads, as PNG")
    command.add_argument("pictures", type=Path, help="one PNG, or an IDX file of digits")
    command.add_argument("--rdc", type=Path, default=Path(".build/release/rdc"))
    command.add_argument("--rung", type=int, default=1)
    command.add_argument("--columns", type=int, default=24)
    command.add_argument("--out", type=Path, required=True)
    command.set_defaults(run=sheets)
    command = commands.add_parser("bench", help="time PyTorch on a digit pack's graphs")
    command.add_argument("pack", type=Path)
    command.add_argument("--batch", type=int, default=1000)
    command.add_argument("--runs", type=int, default=7)
    command.set_defaults(run=bench)
    add_experiment(commands)
    add_photo_benchmark(commands)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)  # tiny gradients must not slow a CPU down
    try:
        arguments.run(arguments)
    except (OSError, ValueError) as error:
        parser.exit(1, f"Error: {error}\n")


if __name__ == "__main__":
    main()
