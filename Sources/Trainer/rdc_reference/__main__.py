"""Decodes pictures with the reference decoder, or prints their digest.

python -m rdc_reference decode FILE --pack PACK --head HEAD -o OUT.png
python -m rdc_reference digest FILE --pack PACK --head HEAD
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from .decoder import Decoder
from .errors import Refused
from .pack import Pack


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rdc_reference", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True, dest="command")
    decode = commands.add_parser("decode", help="write one picture as PNG")
    digest = commands.add_parser("digest", help="print SHA-256 of all samples")
    for command in (decode, digest):
        command.add_argument("file", type=Path)
        command.add_argument("--pack", type=Path, action="append", required=True)
        command.add_argument("--head", default="distortion")
        command.add_argument("--strength", type=float, default=1)
    decode.add_argument("--pick", type=int, default=0, help="the number of the picture")
    decode.add_argument("-o", "--output", type=Path, required=True)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    try:
        packs = [Pack(path) for path in options.pack]
        decoder = Decoder(options.file.read_bytes(), packs)
        if options.command == "digest":
            print(decoder.digest(options.head, options.strength))
            return 0
        samples = decoder.samples(options.head, options.strength, options.pick)[0]
        if decoder.alpha is not None:
            samples = np.concatenate([samples, decoder.alpha], axis=2)
        channels = samples.shape[2]
        plane = samples[..., 0] if channels == 1 else samples
        Image.fromarray(plane).save(options.output)
    except (Refused, OSError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
