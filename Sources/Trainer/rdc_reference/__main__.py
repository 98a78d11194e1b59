"""python -m rdc_reference decode FILE --pack PACK --head H -o OUT.png"""

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from .decoder import Decoder
from .errors import Refused
from .pack import Pack


def main() -> int:
    parser = argparse.ArgumentParser(prog="rdc_reference", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    decode = commands.add_parser("decode", help="decode one picture of a file")
    decode.add_argument("file", type=Path)
    decode.add_argument("--pack", type=Path, action="append", required=True)
    decode.add_argument("--head", default="distortion")
    decode.add_argument("--strength", type=float, default=1)
    decode.add_argument("--pick", type=int, default=0, help="which picture of an archive")
    decode.add_argument("-o", "--output", type=Path, help="a PNG to write")
    options = parser.parse_args()
    try:
        packs = [Pack(path) for path in options.pack]
        decoder = Decoder(options.file.read_bytes(), packs)
        samples = decoder.picture(options.pick, options.head, options.strength)
    except (Refused, OSError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    print(hashlib.sha256(samples.tobytes()).hexdigest())
    if options.output:
        alpha = decoder.alpha()
        if alpha is not None:
            samples = np.concatenate([samples, alpha], axis=2)
        Image.fromarray(samples.squeeze()).save(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
