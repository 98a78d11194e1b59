#!/usr/bin/env bash
# Writes the golden, damaged and conformance files anew from the embedded packs, or
# only the conformance files: regenerate.sh conformance. PYTHON has what the
# reference decoder needs: NumPy, Pillow and zstandard. Files of a released version
# stay as they are: see release.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/.*version = "\(.*\)"/\1/p' Sources/RDC/Release.swift)
if [ -e "Fixtures/released/$version" ]; then
  echo "$version is released, and its files stay as they are: raise the version" \
    "in Sources/RDC/Release.swift before you write others" >&2
  exit 1
fi
python=${PYTHON:-python3}
if ! "$python" -c 'import numpy, PIL, zstandard' 2> /dev/null; then
  echo "$python lacks NumPy, Pillow or zstandard, which the reference decoder" \
    "needs: name another one by PYTHON" >&2
  exit 1
fi
# RDC names a built tool; without it one is built.
if [ -z "${RDC:-}" ]; then
  swift build -c release --product rdc
  RDC=$(swift build -c release --show-bin-path)/rdc
fi
rdc=$(realpath "$RDC")
packs=$PWD/Sources/EmbeddedModels/packs
reference=$PWD/Sources/Trainer
cd Fixtures

conformance() {
  PYTHONPATH=$reference "$python" -m rdc_reference.conformance \
    "$rdc" conformance \
    --pack "$packs/digits.rdcpack" --pack "$packs/photo.rdcpack"
}

if [ "${1:-}" = conformance ]; then
  conformance
  exit
fi

mkdir -p golden damaged photos

for digit in 2 7; do
  for rung in 0 1 2 3; do
    "$rdc" encode "digits/$digit.png" --rung "$rung" \
      -o "golden/$digit-rung$rung.rdc" --quiet --force
    for head in distortion perceptual classification; do
      "$rdc" decode "golden/$digit-rung$rung.rdc" --head "$head" \
        -o "golden/$digit-rung$rung.$head.png" --quiet --force
    done
  done
  # A place on the dial between two heads of its own.
  for head in perceptual classification; do
    "$rdc" decode "golden/$digit-rung1.rdc" --head "$head" --strength 0.7 \
      -o "golden/$digit-rung1.$head-0.7.png" --quiet --force
  done
done

# The photo model: a painted scene, at two qualities, through every head.
"$rdc" draw photos/scene.png --scene 144x96 --force
for quality in 20 60; do
  file="golden/scene-q$quality.rdc"
  "$rdc" encode photos/scene.png -q "$quality" -o "$file" --quiet --force
  heads=$("$rdc" info "$file" --json \
    | "$python" -c 'import json, sys; print(*json.load(sys.stdin)["heads"])')
  for head in $heads; do
    "$rdc" decode "$file" --head "$head" \
      -o "golden/scene-q$quality.$head.png" --quiet --force
  done
done

# Broken inputs, each made from a sound one.
good=golden/2-rung1.rdc
png=digits/2.png
photo=golden/scene-q20.rdc
"$python" - "$good" "$png" "$photo" <<'PYTHON'
import sys
import zlib
from pathlib import Path

good, png, photo = (Path(p).read_bytes() for p in sys.argv[1:])
folder = Path("damaged")


def write(name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)


def altered(data: bytes, offset: int, mask: int) -> bytes:
    return data[:offset] + bytes([data[offset] ^ mask]) + data[offset + 1 :]


write("empty.rdc", b"")
write("text.rdc", b"This is no picture.\n")
write("cut-header.rdc", good[:4])
write("cut-payload.rdc", good[:-1])
write("flipped-magic.rdc", altered(good, 0, 1))
write("flipped-flags.rdc", altered(good, 2, 1))
write("flipped-model.rdc", altered(good, 4, 16))
write("flipped-payload.rdc", altered(good, 6, 8))
write("extra-byte.rdc", good + b"\0")
write("photo-cut.rdc", photo[:-9])
# `retired-photo.rdc` stays: rdc 0.1 wrote it, and names what it needs.
write("photo-flipped.rdc", altered(photo, len(photo) // 2, 16))
write("empty.png", b"")
write("cut.png", png[: len(png) // 2])
write("no-end.png", png[:-12])
write("flipped-data.png", altered(png, len(png) // 2, 4))
header = b"IHDR" + b"\x7f\xff\xff\xff" * 2 + png[24:29]
write("huge.png", png[:12] + header + zlib.crc32(header).to_bytes(4, "big") + png[33:])
PYTHON

# The exact errors, as they are now: look at them.
: > damaged/errors.tsv
cd damaged
for file in *.rdc *.png; do
  case "$file" in *.rdc) command=decode ;; *) command=encode ;; esac
  message=$("$rdc" "$command" "$file" -o /dev/stdout 2>&1 > /dev/null) && exit 1
  printf '%s\t%s\n' "$file" "${message#"Error: $file: "}" >> errors.tsv
done
cat errors.tsv
cd ..

conformance
